"""nic_hub: what teams in a networked improvement community tested, found again by those who need it."""
