"""A district's own words and the shared ones they are mapped to."""
