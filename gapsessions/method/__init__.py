"""The method as pure Python: how notes become themes, and counts become readings. Knows no database and no web."""
