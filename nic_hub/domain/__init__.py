"""The rules of a networked improvement community, in the standard library alone: no framework, no data."""
