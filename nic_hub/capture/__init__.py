"""What teams already have, read: a file or a text in, found pieces and drafts out. No HTTP, no database."""
