"""What the bot does, feature by feature; each module adds its entries to the routes."""

from bot.listeners import (
    adopting,
    asking,
    home,
    installing,
    linking,
    pdsa,
    questions,
    sharing,
    studying,
    subscribing,
    suggestions,
    unfurling,
)
from bot.routes import Routes

FEATURES = (
    adopting,
    asking,
    home,
    installing,
    linking,
    pdsa,
    questions,
    sharing,
    studying,
    subscribing,
    suggestions,
    unfurling,
)


def make_routes() -> Routes:
    """Make the table of who answers what."""
    routes = Routes()
    for feature in FEATURES:
        feature.register(routes)
    return routes
