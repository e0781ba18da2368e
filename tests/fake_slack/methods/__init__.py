"""The methods of the Web API the fake has; importing this registers them all."""

from tests.fake_slack.methods import assistant, auth, chat, conversations, oauth, people, streams, views

__all__ = ["assistant", "auth", "chat", "conversations", "oauth", "people", "streams", "views"]
