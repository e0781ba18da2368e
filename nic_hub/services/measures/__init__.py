"""Measures, their data points and run charts, shown without what would tell of a few students."""
