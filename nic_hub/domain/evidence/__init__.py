"""What is known about a change idea, derived from its tests and never typed in."""
