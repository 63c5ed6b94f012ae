"""What has come of it, on one page to print: the actions of a plan some months on."""
