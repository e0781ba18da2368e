"""Numbers in, pictures out. This room knows no database, no HTTP and no reader: what comes in is shown."""
