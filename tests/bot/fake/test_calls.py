"""The fake Slack refuses what Slack refuses: who calls, with which token and scopes, and where to."""

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.bot.fake.apps import takes_everything


def refusal(call, *arguments, **named):
    """Make a call that is refused, and return the answer."""
    with pytest.raises(SlackApiError) as raised:
        call(*arguments, **named)
    return raised.value.response


def limited(slack, district, *scopes):
    """A client whose token has these scopes only."""
    return WebClient(token=district.install(scopes=scopes).token, base_url=slack.api_url)


def test_names_whose_token_it_is(client):
    answer = client.auth_test()
    assert (answer["team_id"], answer["user_id"]) == ("T1", "UBOTT1")
    assert "chat:write" in answer.headers["X-OAuth-Scopes"]


def test_has_only_slacks_methods(client):
    assert refusal(client.api_call, "chat.shout")["error"] == "unknown_method"


@pytest.mark.parametrize(("token", "error"), [("", "not_authed"), ("xoxb-made-up", "invalid_auth")])
def test_takes_only_tokens_it_gave(slack, token, error):
    assert refusal(WebClient(token=token, base_url=slack.api_url).auth_test)["error"] == error


def test_takes_no_app_token_where_a_bot_token_belongs(slack):
    client = WebClient(token=slack.app_token, base_url=slack.api_url)
    assert refusal(client.auth_test)["error"] == "not_allowed_token_type"


def test_takes_no_bot_token_where_an_app_token_belongs(client):
    answer = refusal(client.apps_connections_open, app_token=client.token)
    assert answer["error"] == "not_allowed_token_type"


def test_a_token_dies_with_the_installation(slack, district, client):
    slack.connect(takes_everything)
    district.uninstall()
    assert refusal(client.auth_test)["error"] == "account_inactive"


def test_a_token_that_was_taken_back_is_refused(slack, district, client):
    slack.connect(takes_everything)
    district.revoke_tokens()
    assert refusal(client.auth_test)["error"] == "token_revoked"


@pytest.mark.parametrize(
    ("method", "arguments", "needed"),
    [
        ("chat.postMessage", {"channel": "C1", "text": "x"}, "chat:write"),
        ("users.info", {"user": "U1"}, "users:read"),
        ("conversations.info", {"channel": "C1"}, "channels:read"),
        ("conversations.members", {"channel": "C1"}, "channels:read"),
        ("conversations.open", {"users": "U1"}, "im:write"),
        ("conversations.history", {"channel": "C1"}, "channels:history"),
        ("chat.unfurl", {"channel": "C1", "ts": "1.2", "unfurls": {}}, "links:write"),
        ("assistant.threads.setSuggestedPrompts", {"channel_id": "C1", "prompts": []}, "assistant:write"),
    ],
)
def test_a_method_needs_its_scope(slack, district, channel, method, arguments, needed):
    answer = refusal(limited(slack, district, "team:read").api_call, method, json=arguments)
    assert (answer["error"], answer["needed"], answer["provided"]) == ("missing_scope", needed, "team:read")


def test_a_private_channel_needs_the_scope_of_private_channels(slack, district, ann):
    channel = district.channel("G1", members=[ann], is_private=True)
    client = limited(slack, district, "channels:read")
    channel.add(district.bot)
    assert refusal(client.conversations_info, channel="G1")["needed"] == "groups:read"


def test_does_not_let_history_of_a_channel_be_read(client, channel):
    assert refusal(client.conversations_history, channel="C1")["error"] == "missing_scope"
    assert refusal(client.conversations_replies, channel="C1", ts="1.2")["error"] == "missing_scope"


def test_a_direct_message_is_opened_once(slack, client, ann):
    opened = [client.conversations_open(users="U1")["channel"]["id"] for _ in range(2)]
    client.chat_postMessage(channel="U1", text="hello")
    assert opened == [ann.dm.id] * 2
    assert slack.messages(ann.dm)[0].text == "hello"


def test_opens_no_direct_message_with_a_bot(district, client):
    district.user("U9", "robot", is_bot=True)
    assert refusal(client.conversations_open, users="U9")["error"] == "cannot_dm_bot"


def test_opens_no_direct_message_with_several_people(client, ann):
    assert refusal(client.conversations_open, users="U1,U2")["error"] == "invalid_arguments"


def test_knows_no_stranger_it_never_met(slack, client):
    slack.workspace("T2").user("U2", "zoe")
    assert refusal(client.users_info, user="U2")["error"] == "user_not_found"


def test_shows_somebody_met_in_a_shared_channel_as_a_stranger(slack, district, client, ann):
    other = slack.workspace("T2")
    district.channel("C2", members=[ann, other.user("U2", "zoe")], shared_with=[other], is_ext_shared=True)
    found = client.users_info(user="U2")["user"]
    assert (found["is_stranger"], found["team_id"]) == (True, "T2")
    assert "is_stranger" not in client.users_info(user="U1")["user"]


def test_shows_an_address_only_with_the_scope_for_it(slack, district, client):
    district.user("U5", "eve", email="eve@example.org")
    assert "email" not in client.users_info(user="U5")["user"]["profile"]
    wider = limited(slack, district, "users:read", "users:read.email")
    assert wider.users_lookupByEmail(email="eve@example.org")["user"]["id"] == "U5"
    assert refusal(wider.users_lookupByEmail, email="nobody@example.org")["error"] == "users_not_found"


def test_tells_what_a_channel_is(district, client, ann):
    district.channel("C3", members=[ann], is_ext_shared=True, is_pending_ext_shared=True)
    found = client.conversations_info(channel="C3", include_num_members=True)["channel"]
    assert (found["is_ext_shared"], found["is_pending_ext_shared"], found["num_members"]) == (True, True, 2)


def test_names_members_page_by_page(district, client):
    district.channel("C3", members=[district.user(f"U3{n}") for n in range(5)])
    pages = client.conversations_members(channel="C3", limit=2)
    assert [len(page["members"]) for page in pages] == [2, 2, 2]


def test_takes_only_cursors_it_gave(client, channel):
    assert refusal(client.conversations_members, channel="C1", cursor="x")["error"] == "invalid_cursor"
