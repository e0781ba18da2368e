"""Who came from whom, and the words for it."""
