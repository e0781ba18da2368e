"""The Slack bot: a client of the hub's public API; it imports nothing of ``nic_hub``."""
