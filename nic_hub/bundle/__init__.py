"""The NIC bundle, a portable JSON file of whole networks: its format, its import and its export. Knows no HTTP."""
