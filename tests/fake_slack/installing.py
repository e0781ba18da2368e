"""Somebody's browser, on the way from the app's install page through Slack's and back."""

import re

import httpx


def install_with_browser(slack, user, *, path="/slack/install", presses="Allow", org_wide=False):
    """Install the app as an administrator does; returns the page the browser shows in the end.

    Who is signed in to Slack there, and which button is pressed, are headers that only the fake knows.
    """
    headers = {"Fake-Signed-In": f"{user.workspace.id} {user.id}", "Fake-Presses": presses}
    if org_wide:
        headers["Fake-Org-Wide"] = "yes"
    with _browser(slack, headers) as browser:
        page = _look_at(browser, slack.app_address + path)
        if link := re.search(rf'href="({re.escape(slack.authorize_url)}[^"]*)"', page.text):
            page = _look_at(browser, link[1].replace("&amp;", "&"))
        return page


def _look_at(browser, address):
    """Go to a page, and on wherever it sends one."""
    page = browser.get(address)
    # Browsers send secure cookies to this machine even without TLS.
    for cookie in browser.cookies.jar:
        cookie.secure = False
    return _look_at(browser, page.next_request.url) if page.is_redirect else page


def _browser(slack, headers):
    return httpx.Client(
        headers=headers,
        trust_env=False,
        mounts={slack.address: httpx.HTTPTransport(), "all://": slack.postman.transport()},
    )
