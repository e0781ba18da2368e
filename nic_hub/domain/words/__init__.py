"""A district's own words, and the shared ones they stand for."""
