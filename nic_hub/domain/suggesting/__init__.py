"""From the words of a question to what is shown, in which order, and how it is said."""
