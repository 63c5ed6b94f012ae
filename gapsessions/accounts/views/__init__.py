"""Pages of people and organisations: signing in, one's account, members, and the brand."""
