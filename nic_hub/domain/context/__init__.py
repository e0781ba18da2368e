"""For whom and under which conditions something was tested, read, compared and told."""
