"""The life of a PDSA cycle."""
