"""The fake Slack itself: start it, fill it, and read back what the app did."""

import threading
from urllib.parse import urlsplit

from tests.fake_slack import elements, methods, payloads
from tests.fake_slack.clock import Clock
from tests.fake_slack.delivering import Delivery, Postman
from tests.fake_slack.faults import Faults, Rates
from tests.fake_slack.reading import Reading
from tests.fake_slack.server import Server
from tests.fake_slack.sockets import Sockets
from tests.fake_slack.validation.manifest import Declared, problems_of_manifest
from tests.fake_slack.workspaces import Workspace
from tests.fake_slack.world import Channel, ResponseUrl, Trigger, View

assert methods.__all__, "importing the package is what registers the methods"


class FakeSlack(Reading):
    """A strict Slack on loopback; use it with `with`. Everything in it is open to look at."""

    def __init__(self):
        self.clock = Clock()
        #: Held while anything changes; told when something has.
        self.changed = threading.Condition(threading.RLock())
        self.signing_secret = "signing-secret"
        self.client_id, self.client_secret = "111.222", "client-secret"
        self.app_token = "xapp-1-A1-token"
        #: Where the installation may come back to: the beginnings of addresses.
        self.redirect_uris = ["http://bot.test", "http://127.0.0.1", "http://localhost", "https://"]
        self.rotates_tokens = False
        #: Whether the app is sent its own messages in direct messages, and their changes, as Slack does.
        self.echoes = False
        #: What the app's manifest declares; None when a test does not care.
        self.declared = None
        #: The domains whose links the app unfurls.
        self.unfurl_domains = {"127.0.0.1", "hub.test"}
        self.workspaces, self.users, self.channels = {}, {}, {}
        self.installations, self.codes = {}, {}
        self.triggers, self.response_urls, self.unfurl_ids = {}, {}, {}
        self.windows, self.homes, self.offered = [], {}, {}
        self.statuses, self.status_log, self.prompts, self.titles = {}, [], {}, {}
        self.calls, self.deliveries = [], []
        self.faults, self.rates = Faults(), Rates()
        self._messages, self._by_ts, self._dms = {}, {}, {}
        self.sockets, self.postman, self.server = Sockets(self), Postman(self), Server(self)

    def __enter__(self):
        self.server.start()
        return self

    def __exit__(self, *_):
        self.postman.close()
        self.server.stop()

    # Addresses.

    @property
    def address(self):
        """Where it listens."""
        return f"http://127.0.0.1:{self.server.port}"

    @property
    def api_url(self):
        """The base of the Web API, for `WebClient(base_url=...)`."""
        return f"{self.address}/api/"

    @property
    def authorize_url(self):
        """The page where somebody allows the app, for `OAuthSettings(authorization_url=...)`."""
        return f"{self.address}/oauth/v2/authorize"

    @property
    def app_address(self):
        """Where the app under test is, without a path."""
        return self.postman.base

    def connect(self, target, path="/slack/events"):
        """Say where the app under test is: a WSGI app, the beginning of an address, or "socket"."""
        self.postman.connect(target, path)

    def verifies_address(self):
        """Ask the app whether the address is its own, as when it is entered in the app's settings."""
        asked = {
            "type": "url_verification",
            "token": payloads.VERIFICATION,
            "challenge": self.clock.new_id("c"),
        }
        return self.postman.deliver("events_api", asked, retried=False)

    # Filling it.

    def workspace(self, team_id, name=None, enterprise=None):
        """Make a workspace."""
        self.workspaces[team_id] = Workspace(team_id, self, name or f"Workspace {team_id}", enterprise)
        return self.workspaces[team_id]

    def use_manifest(self, manifest):
        """Hold the app to its manifest: its scopes, and nothing sent but what it declares."""
        assert not (wrong := problems_of_manifest(manifest)), f"Slack would not take the manifest: {wrong}"
        self.declared = Declared.from_manifest(manifest)
        self.unfurl_domains = set(self.declared.unfurl_domains)

    def fault(self, method, times=1, **details):
        """Make the next calls of a method go wrong: error, status, retry_after, delay, drop_reply, after."""
        return self.faults.add(method, times=times, **details)

    def drop_reply_after_accept(self, method, times=1):
        """Do what the next calls of a method ask, and cut the line before the answer."""
        return self.faults.add(method, times=times, drop_reply=True)

    # Who is where.

    def installation_for(self, workspace):
        """Return the live installation that acts in a workspace, if there is one."""
        live = [one for one in self.installations.values() if one.live and one.covers(workspace)]
        return live[-1] if live else None

    def installation_of(self, bot):
        """Return the live installation a bot user belongs to."""
        live = [one for one in self.installations.values() if one.live and one.bot is bot]
        return live[-1] if live else None

    def receiver(self, user, channel, via):
        """Return the installation an event is sent to: the person's workspace's, else the channel's."""
        places = [via] if via else [user.workspace, *channel.hosts]
        return next((found for place in places if (found := self.installation_for(place))), None)

    def direct_message(self, person, bot):
        """Return the conversation of a person and the app's bot, opened when it is not there yet."""
        key = (bot.id, person.id)
        if key not in self._dms:
            opened = Channel(self.clock.new_id("D"), self, bot.workspace, person=person)
            opened.add(person, bot)
            self.channels[opened.id] = self._dms[key] = opened
        return self._dms[key]

    def signed_in(self, words):
        """Return the workspace and person a browser says is signed in ("T1 U1")."""
        team_id, _, user_id = words.partition(" ")
        return self.workspaces[team_id], self.users[user_id]

    def unfurls_domain_of(self, address):
        """Return whether links of this domain are the app's."""
        return urlsplit(address).hostname in self.unfurl_domains

    # What the methods do to it; each is called with `changed` held.

    def add_message(self, message):
        """Put a message into its conversation."""
        with self.changed:
            self._messages.setdefault(message.channel.id, []).append(message)
            self._by_ts[message.channel.id, message.ts] = message
            if message.author.is_bot:
                # docs.slack.dev/reference/methods/assistant.threads.setStatus: an answer clears the status.
                self.set_status(message.channel, message.thread_ts, "")
            self.changed.notify_all()
        if message.author.is_bot:
            self.echo(message, payloads.message_event(message.author, message.channel, message))
        return message

    def echo(self, message, event):
        """Send the app what it did itself in a direct message, without making anybody wait."""
        if not self.echoes or not message.channel.is_im or message.is_ephemeral:
            return
        installation = self.installation_of(message.author)
        threading.Thread(target=self.send_event, args=(installation, event), daemon=True).start()

    def change_message(self, message, text, blocks):
        """Show something else where a message stands."""
        before = message.text
        message.change(text, self.name_elements(blocks))
        moment = self.clock.timestamp()
        self.echo(message, payloads.changed_event(message.channel, message, before=before, moment=moment))

    def set_status(self, channel, thread_ts, status):
        """Show what the app is doing under a thread."""
        key = (channel.id, thread_ts)
        if self.statuses.get(key, "") != status:
            self.statuses[key] = status
            self.status_log.append((*key, status))

    def name_elements(self, blocks):
        """Give an id to whatever has none."""
        return elements.name_elements(blocks, self.clock.new_id)

    def open_view(self, user, installation, content, on=None):
        """Put a window before somebody."""
        made = View(
            self.clock.new_id("V"), user, installation, self._named(content), self.clock.new_id("h"), on
        )
        self.windows.append(made)
        return made

    def update_view(self, view, content):
        """Show something else in a window."""
        view.replace(self._named(content), self.clock.new_id("h"))

    def close_view(self, view, stack=False):
        """Close a window and those on top of it; or the whole stack."""
        for one in self.windows:
            if one is view or (stack and one.root is view.root):
                one.is_open = False

    def publish_home(self, user, installation, content):
        """Show a Home tab to somebody."""
        key = (installation.workspace.id, user.id)
        if key in self.homes:
            self.update_view(self.homes[key], content)
        else:
            self.homes[key] = View(self.clock.new_id("V"), user, installation, self._named(content), "h0")
        return self.homes[key]

    def _named(self, content):
        return content | {"blocks": self.name_elements(content["blocks"])}

    # What interactions carry.

    def new_trigger(self, user, installation, view=None):
        """Return the id of a trigger, good for three seconds."""
        trigger = Trigger(self.clock.new_id("1.2."), user, installation, self.clock.now(), view)
        self.triggers[trigger.id] = trigger
        return trigger.id

    def new_response_url(self, channel, user, installation, message=None):
        """Return a response URL, good for five answers."""
        made = ResponseUrl(self.clock.new_id("r"), channel, user, installation, self.clock.now(), message)
        made.address = f"{self.address}/response/{made.id}"
        self.response_urls[made.id] = made
        return made

    def new_unfurl_id(self, message):
        """Return an id under which a message's links can be unfurled."""
        unfurl_id = self.clock.new_id("unfurl-")
        self.unfurl_ids[unfurl_id] = message
        return unfurl_id

    # Sending.

    def send_event(self, installation, event, channel=None, message=None):
        """Send an event of an installation to the app."""
        if self.declared and (name := event_name(event)) not in self.declared.events:
            return Delivery(
                "events_api", {}, self.postman, unsent=f"no {name} in the manifest", message=message
            )
        if not event.get("event_ts"):
            event["event_ts"] = self.clock.timestamp()
        shared = bool(channel and channel.is_ext_shared)
        body = payloads.envelope(
            installation,
            event,
            event_id=self.clock.new_id("Ev"),
            now=self.clock.now(),
            is_ext_shared=shared,
            team=self._happened_in(installation, event, channel),
        )
        delivery = self.postman.deliver("events_api", body)
        delivery.message = message
        return delivery

    def _happened_in(self, installation, event, channel):
        """Return the workspace of an event, which an installation for a whole organisation does not tell."""
        if not installation.org_wide:
            return installation.workspace
        person = self.users.get(event.get("user"))
        return channel.home if channel and not channel.is_im else person.workspace if person else None

    def refresh_sockets(self):
        """Tell every Socket Mode connection to make room for a new one, and close it."""
        self.server.run(self.sockets.refresh())

    def drop_sockets(self, which=None):
        """Close Socket Mode connections without a word: all, or some."""
        self.server.run(self.sockets.close_all(which))


def event_name(event):
    """Return what an event is called in a manifest."""
    if event["type"] != "message":
        return event["type"]
    return {"im": "message.im", "group": "message.groups", "channel": "message.channels"}[
        event["channel_type"]
    ]
