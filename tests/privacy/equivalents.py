"""Mutants that change no answer, each with the reason: a second lock, or a line that only spares work."""

EQUIVALENT: dict[str, str] = {}
