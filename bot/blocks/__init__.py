"""What people see in Slack: pure functions from what the hub answered to Block Kit."""
