"""Links by which people without an account read a report, or preview the reveal: until a day, or until closed."""
