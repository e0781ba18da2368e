"""From a teacher's question to ideas that other teams tested, or an honest none."""
