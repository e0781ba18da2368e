"""The NIC bundle, a portable JSON file of whole networks: its format, import and export.

``import_bundle`` and ``export_network`` are the ways in and out. The room knows no HTTP, and never commits.
"""
