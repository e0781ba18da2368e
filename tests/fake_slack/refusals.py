"""Why the fake says no. Every refusal names the page of Slack's documentation it was learned from."""

DOCS = "https://docs.slack.dev"
METHODS = f"{DOCS}/reference/methods"

# A test holds that each of these is provoked by some test, and the constructor that no other is used.
PAGES = {
    # Any method: who calls, and how.
    "unknown_method": f"{DOCS}/apis/web-api#responses",
    "not_authed": f"{METHODS}/auth.test",
    "invalid_auth": f"{METHODS}/auth.test",
    "account_inactive": f"{METHODS}/auth.test",
    "token_revoked": f"{METHODS}/auth.test",
    "token_expired": f"{DOCS}/authentication/using-token-rotation",
    "not_allowed_token_type": f"{METHODS}/apps.connections.open",
    "missing_scope": f"{METHODS}/chat.postMessage",
    "invalid_arguments": f"{METHODS}/views.open",
    "invalid_post_type": f"{DOCS}/apis/web-api#evaluating-responses",
    "invalid_json": f"{DOCS}/apis/web-api#evaluating-responses",
    "ratelimited": f"{DOCS}/apis/web-api/rate-limits",
    # Messages.
    "channel_not_found": f"{METHODS}/chat.postMessage",
    "not_in_channel": f"{METHODS}/chat.postMessage",
    "is_archived": f"{METHODS}/chat.postMessage",
    "no_text": f"{METHODS}/chat.postMessage",
    "msg_too_long": f"{METHODS}/chat.postMessage",
    "msg_blocks_too_long": "https://github.com/slackapi/bolt-js/issues/2509",
    "invalid_blocks": f"{METHODS}/chat.postMessage",
    "invalid_blocks_format": f"{METHODS}/chat.postMessage",
    "invalid_metadata_format": f"{METHODS}/chat.postMessage",
    "metadata_too_large": f"{METHODS}/chat.postMessage",
    "markdown_text_conflict": f"{METHODS}/chat.postMessage",
    "message_not_found": f"{METHODS}/chat.update",
    "cant_update_message": f"{METHODS}/chat.update",
    "cant_delete_message": f"{METHODS}/chat.delete",
    "streaming_state_conflict": f"{METHODS}/chat.update",
    "user_not_in_channel": f"{METHODS}/chat.postEphemeral",
    "cannot_unfurl_url": f"{METHODS}/chat.unfurl",
    "cannot_unfurl_message": f"{METHODS}/chat.unfurl",
    "cannot_find_message": f"{METHODS}/chat.unfurl",
    "invalid_unfurls_format": f"{METHODS}/chat.unfurl",
    # Streams.
    "message_not_in_streaming_state": f"{METHODS}/chat.appendStream",
    "message_not_owned_by_app": f"{METHODS}/chat.appendStream",
    "missing_recipient_team_id": f"{METHODS}/chat.startStream",
    "missing_recipient_user_id": f"{METHODS}/chat.startStream",
    "invalid_chunks": f"{METHODS}/chat.appendStream",
    # Modals and the Home tab.
    "invalid_trigger_id": f"{METHODS}/views.open",
    "expired_trigger_id": f"{METHODS}/views.open",
    "exchanged_trigger_id": f"{METHODS}/views.open",
    "duplicate_external_id": f"{METHODS}/views.open",
    "view_too_large": f"{METHODS}/views.open",
    "push_limit_reached": f"{METHODS}/views.push",
    "not_found": f"{METHODS}/views.update",
    "hash_conflict": f"{METHODS}/views.update",
    # People and conversations.
    "user_not_found": f"{METHODS}/users.info",
    "users_not_found": f"{METHODS}/users.lookupByEmail",
    "cannot_dm_bot": f"{METHODS}/conversations.open",
    "invalid_cursor": f"{METHODS}/conversations.members",
    "invalid_thread_ts": f"{METHODS}/assistant.threads.setStatus",
    # Response URLs.
    "used_url": f"{DOCS}/interactivity/handling-user-interaction#message_responses",
    "expired_url": f"{DOCS}/interactivity/handling-user-interaction#message_responses",
    # Installing.
    "invalid_client_id": f"{METHODS}/oauth.v2.access",
    "bad_client_secret": f"{METHODS}/oauth.v2.access",
    "bad_redirect_uri": f"{METHODS}/oauth.v2.access",
    "invalid_code": f"{METHODS}/oauth.v2.access",
    "code_already_used": f"{METHODS}/oauth.v2.access",
    "invalid_refresh_token": f"{METHODS}/oauth.v2.access",
    "invalid_scope": f"{DOCS}/authentication/installing-with-oauth",
    # Socket Mode.
    "too_many_websockets": f"{DOCS}/apis/events-api/using-socket-mode",
}


class Refusal(Exception):
    """What Slack answers instead of doing what it was asked."""

    def __init__(self, error, *messages, status=200, headers=None, **details):
        assert error in PAGES, f"say in PAGES where Slack documents {error}"
        super().__init__(error)
        self.error = error
        self.status = status
        self.headers = headers or {}
        self.details = details
        if messages:
            self.details["response_metadata"] = {"messages": [f"[ERROR] {words}" for words in messages]}
            self.details["errors"] = list(messages)

    @property
    def page(self):
        """Where the documentation tells of it."""
        return PAGES[self.error]

    def body(self):
        """Return the JSON that says no."""
        return {"ok": False, "error": self.error, **self.details}


def refuse_unless(condition, error, *messages, **details):
    """Raise the refusal when the condition does not hold."""
    if not condition:
        raise Refusal(error, *messages, **details)
