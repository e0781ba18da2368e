"""Run charts: medians, phases, rules about runs, and what is told of them."""
