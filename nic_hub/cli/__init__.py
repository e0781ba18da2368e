"""The commands of the hub: thin doors like those of the API; each asks a service, and prints."""
