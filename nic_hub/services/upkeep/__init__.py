"""What an operator does to a hub: check it, mend it, take a leaked text out of it."""
