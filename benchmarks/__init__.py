"""What is measured, against whom; see README.md here for how to run it."""
