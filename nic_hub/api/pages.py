"""The API's own pages: its description, the page to try it out, offline, and one page a problem."""

from __future__ import annotations

import json
from importlib.resources import files

from flask import Blueprint, Response, render_template

from nic_hub.api.access import Access, open_to
from nic_hub.api.openapi import PREFIX, HubApi
from nic_hub.api.problems import ALL
from nic_hub.errors import NotFound

#: What the documentation page loads: where it lies, and what it is.
SWAGGER = files("flask_swagger_ui") / "dist"
ASSETS = {
    "swagger-ui.css": (SWAGGER, "text/css"),
    "swagger-ui-bundle.js": (SWAGGER, "text/javascript"),
    "favicon-32x32.png": (SWAGGER, "image/png"),
    "docs.js": (files("nic_hub.api") / "static", "text/javascript"),
}


def make_pages(api: HubApi) -> Blueprint:
    """Make the blueprint that serves the pages of this API."""
    blueprint = Blueprint("pages", __name__, template_folder="templates")

    @blueprint.get(f"{PREFIX}/openapi.json")
    @open_to(Access.OPEN)
    def openapi() -> Response:
        return Response(json.dumps(api.describe(), indent=1), content_type="application/json")

    blueprint.add_url_rule("/", view_func=welcome)
    blueprint.add_url_rule(f"{PREFIX}/docs", view_func=docs)
    blueprint.add_url_rule(f"{PREFIX}/docs/assets/<name>", view_func=asset)
    blueprint.add_url_rule("/problems/<slug>", view_func=problem)
    return blueprint


@open_to(Access.OPEN)
def welcome() -> str:
    """Say what this is, and where the documentation is."""
    return render_template("welcome.html", prefix=PREFIX)


@open_to(Access.OPEN)
def docs() -> str:
    """Show the API and let people try it."""
    return render_template("docs.html", prefix=PREFIX)


@open_to(Access.OPEN)
def asset(name: str) -> Response:
    """Serve one of the files the documentation page is made of."""
    if name not in ASSETS:
        raise NotFound("The documentation page has no such file.")
    directory, mimetype = ASSETS[name]
    content = (directory / name).read_bytes()
    return Response(content, mimetype=mimetype, headers={"Cache-Control": "max-age=86400"})


@open_to(Access.OPEN)
def problem(slug: str) -> str:
    """Say what one type of problem means and what to do."""
    if slug not in ALL:
        raise NotFound("There is no such type of problem.")
    return render_template("problem.html", problem=ALL[slug], types=ALL.values())
