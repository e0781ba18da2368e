"""The bot's settings: what is missing is named, and secrets stay out of what is shown."""

import pytest

from bot.settings import BotSettings, Misconfigured

WHOLE = {
    "SECRET_KEY": "s" * 32,
    "SLACK_SIGNING_SECRET": "sign",
    "SLACK_BOT_TOKEN": "xoxb-1",
    "HUB_TOKEN": "nicbot_1",
}


@pytest.mark.parametrize(
    ("lacking", "named"),
    [
        ("HUB_TOKEN", "HUB_TOKEN"),
        ("SECRET_KEY", "BOT_SECRET_KEY"),
        ("SLACK_BOT_TOKEN", "SLACK_CLIENT_ID"),
        ("SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN"),
    ],
)
def test_a_missing_setting_is_named(lacking, named):
    settings = BotSettings.from_environment({name: value for name, value in WHOLE.items() if name != lacking})
    with pytest.raises(Misconfigured, match=named):
        settings.check()


def test_whole_settings_are_taken():
    BotSettings.from_environment(WHOLE).check()


def test_no_secret_is_shown():
    shown = repr(BotSettings.from_environment(WHOLE))
    assert not any(value in shown for value in WHOLE.values())


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_the_short_forms_of_postgresql_are_read(scheme):
    settings = BotSettings(bot_database_url=f"{scheme}://u:p@h/n")
    assert settings.database_address == "postgresql+psycopg://u:p@h/n"
