"""Storyboards drafted from what a team already has: its files, its words, its tests."""
