"""What Slack needs of the hub: bound workspaces, linked people, and what is told there unasked."""
