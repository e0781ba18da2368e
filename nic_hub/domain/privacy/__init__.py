"""What may be a student's: looked for in every free text, and small numbers kept from others."""
