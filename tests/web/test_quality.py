"""Every page can be read and used by everybody: its marks, its labels, its order, its contrast."""

import re
from html.parser import HTMLParser

import pytest

#: Elements that have no end.
EMPTY = {"meta", "input", "br", "img", "link", "hr"}


class Page(HTMLParser):
    """A page as a list of tags; it notices what is not closed."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.wrong = [], [], []
        self.feed(text)
        self.wrong += self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def all(self, name):
        return [attrs for tag, attrs in self.tags if tag == name]


@pytest.fixture
def pages(app, page):
    """Every page there is."""
    app.extensions["hub"].send_mail = lambda *_: None
    browser, tokens = page.browser, page.tokens
    return {
        "sign in": browser.look(),
        "a problem": browser.press("token", token="nic_wrong"),
        "by e-mail": browser.press("mail", email="nobody@school.example"),
        "refused": browser.press("token", token=tokens["outsider"]),
        "confirm": browser.press("token", token=tokens["teacher"]),
        "done": browser.press("confirm"),
    }


def test_the_pages_are_well_formed(pages):
    for name, shown in pages.items():
        read = Page(shown.text)
        assert read.wrong == [], name
        assert shown.text.startswith("<!doctype html>")
        ids = [attrs["id"] for _, attrs in read.tags if "id" in attrs]
        assert len(ids) == len(set(ids)), name


def test_the_pages_say_their_language_their_title_and_one_heading(pages):
    for name, shown in pages.items():
        read = Page(shown.text)
        assert read.all("html") == [{"lang": "en"}]
        assert re.search(r"<title>[^<]{5,}</title>", shown.text), name
        assert len(read.all("h1")) == len(read.all("main")) == 1, name


def test_every_field_has_a_label_and_its_hint(pages):
    for shown in pages.values():
        read = Page(shown.text)
        labels = {label["for"] for label in read.all("label")}
        ids = {attrs.get("id") for _, attrs in read.tags}
        for field in read.all("input"):
            if field["type"] != "hidden":
                assert field["id"] in labels
                assert set(field["aria-describedby"].split()) <= ids


def test_the_order_of_the_page_is_the_order_of_the_keyboard(pages):
    for shown in pages.values():
        assert not [attrs for _, attrs in Page(shown.text).tags if {"tabindex", "autofocus"} & attrs.keys()]


def test_the_pages_need_no_script_and_nothing_from_elsewhere(pages):
    for shown in pages.values():
        read = Page(shown.text)
        assert read.all("script") == read.all("link") == read.all("img") == []
        (style,) = read.all("style")
        policy = shown.headers["Content-Security-Policy"]
        assert f"style-src 'nonce-{style['nonce']}'" in policy
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy


def test_the_pages_are_kept_nowhere_and_framed_by_nobody(pages):
    for shown in pages.values():
        assert shown.headers["Cache-Control"] == "no-store"
        assert shown.headers["Referrer-Policy"] == "no-referrer"
        assert shown.headers["X-Frame-Options"] == "DENY"


def test_the_cookie_is_kept_from_scripts_and_other_sites(pages):
    cookie = pages["sign in"].headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def luminance(colour):
    """Return the relative luminance of a colour. Source: WCAG 2.2, relative luminance."""
    digits = colour.lstrip("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("text", "ground", "least"),
    [
        ("#1a1d21", "#f4f5f7", 4.5),
        ("#1a1d21", "#fff", 4.5),
        ("#4a4f57", "#fff", 4.5),
        ("#fff", "#0b5394", 4.5),
        ("#1a1d21", "#fef2f2", 4.5),
        ("#1a1d21", "#eff6ff", 4.5),
        ("#5c636d", "#fff", 3),
        ("#b45309", "#fff", 3),
    ],
)
def test_texts_borders_and_the_focus_stand_out(page, text, ground, least):
    style = page.browser.look().text
    assert text in style
    assert ground in style
    light, dark = sorted((luminance(text), luminance(ground)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= least
