"""Made-up worlds, and how the layers that read words learn from them; see README.md here."""
