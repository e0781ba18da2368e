"""Who asks, and what they may see and do: decided here, and nowhere else."""
