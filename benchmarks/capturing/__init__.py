"""Files as teams have them, made by script, with what should be found in them."""
