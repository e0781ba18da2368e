"""The bot's way to call Slack."""

import ssl

from bot.slack_client import make_client

API = "https://slack.com/api/"


def test_whom_the_machine_trusts_is_read_once_for_all_calls():
    assert make_client(API).ssl is make_client(API, "xoxb-1", seconds=2).ssl


def test_slack_has_to_show_a_certificate_that_the_machine_trusts():
    trusted = make_client(API).ssl
    assert trusted.verify_mode == ssl.CERT_REQUIRED
    assert trusted.check_hostname


def test_a_call_that_broke_off_is_not_repeated_by_the_sdk():
    assert make_client(API).retry_handlers == []
