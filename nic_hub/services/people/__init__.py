"""Members, their teams and coaches, and what waits for each."""
