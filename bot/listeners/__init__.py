"""What the bot does, feature by feature; each module adds its entries to the routes."""

from bot.listeners import (
    adopting,
    asking,
    home,
    installing,
    linking,
    pdsa,
    subscribing,
    suggestions,
    unfurling,
)
from bot.routes import Routes


def make_routes() -> Routes:
    """Make the table of who answers what."""
    routes = Routes()
    for feature in (adopting, asking, home, installing, linking, pdsa, subscribing, suggestions, unfurling):
        feature.register(routes)
    return routes
