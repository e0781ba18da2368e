"""Where an idea came from, what became of it, and how far it has grown."""
