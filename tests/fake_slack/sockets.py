"""Socket Mode: the app connects to Slack, and everything comes through the connection.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import json

from aiohttp import WSMsgType, web

MOST = 10


class Sockets:
    """The app's connections, each with the deliveries that still wait for their acknowledgement."""

    def __init__(self, slack):
        self.slack = slack
        self.open = []
        self.tickets = set()
        self.waiting = {}
        #: Every acknowledgement that came, late ones too: {envelope_id: payload or None}.
        self.acknowledged = {}
        #: While it is true, connections look fine and nothing comes through them.
        self.silent = False
        #: Connections that were silenced for good, one by one.
        self.silenced = set()
        #: Whether a new connection is greeted.
        self.greets = True
        #: How many of the next deliveries are cut off: sent, and the line breaks before anything comes back.
        self.cuts = 0
        self._transports, self._sent_through = {}, {}
        self._next = 0

    def has_room(self):
        """Return whether one more connection is allowed."""
        return len(self.open) < MOST

    def new_url(self):
        """Return an address that can be connected to once."""
        ticket = self.slack.clock.new_id("ticket")
        self.tickets.add(ticket)
        return f"ws://127.0.0.1:{self.slack.server.port}/socket/{ticket}"

    async def send(self, envelope):
        """Send an envelope through one of the connections; returns a future, or None when nobody listens."""
        usable = [one for one in self.open if not one.closed]
        if not usable:
            return None
        answer = asyncio.get_running_loop().create_future()
        self.waiting[envelope["envelope_id"]] = answer
        self._next += 1
        chosen = usable[self._next % len(usable)]
        self._sent_through.setdefault(chosen, []).append(answer)
        if not self.silent and chosen not in self.silenced:
            await chosen.send_str(json.dumps(envelope))
        if self.cuts:
            self.cuts -= 1
            await self._cut(chosen)
            return None
        return answer

    async def _cut(self, socket):
        """Break a connection without a word, as a failing network does."""
        await asyncio.sleep(0.02)
        self._transports[socket].abort()

    def note_transport(self, socket, transport):
        """Remember what is below a connection, to cut it."""
        self._transports[socket] = transport

    def give_up(self, socket):
        """Wait no longer for what was sent through a connection that has ended."""
        for answer in self._sent_through.pop(socket, []):
            answer.cancel()

    def silence(self):
        """Let nothing come through the connections that are open now; they look fine."""
        self.silenced.update(self.open)

    def take(self, text):
        """Take what the app sent: an acknowledgement, perhaps with an answer in it."""
        try:
            said = json.loads(text)
        except ValueError:
            return
        envelope_id = said.get("envelope_id")
        with self.slack.changed:
            self.acknowledged[envelope_id] = said.get("payload")
            self.slack.changed.notify_all()
        waiting = self.waiting.pop(envelope_id, None)
        if waiting and not waiting.done():
            waiting.set_result(said.get("payload"))

    async def refresh(self, reason="refresh_requested"):
        """Tell every connection to make a new one, and close it, as Slack does every few hours."""
        for one in list(self.open):
            await one.send_str(json.dumps({"type": "disconnect", "reason": reason, "debug_info": {}}))
        await self.close_all()

    async def close_all(self, which=None):
        """Close every connection, or some."""
        for one in list(self.open if which is None else which):
            await one.close()


async def serve(slack, request):
    """Keep one connection until either side ends it."""
    ticket = request.match_info["ticket"]
    if ticket not in slack.sockets.tickets:
        # https://docs.slack.dev/apis/events-api/using-socket-mode: an address is good for one connection.
        return web.Response(status=404)
    slack.sockets.tickets.discard(ticket)
    socket = web.WebSocketResponse(autoping=True)
    await socket.prepare(request)
    slack.sockets.note_transport(socket, request.transport)
    _change(slack, slack.sockets.open.append, socket)
    try:
        if slack.sockets.greets:
            await socket.send_str(json.dumps(_hello(slack)))
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                slack.sockets.take(message.data)
    finally:
        _change(slack, slack.sockets.open.remove, socket)
        slack.sockets.give_up(socket)
    return socket


def _change(slack, change, socket):
    with slack.changed:
        change(socket)
        slack.changed.notify_all()


def _hello(slack):
    return {
        "type": "hello",
        "num_connections": len(slack.sockets.open),
        "connection_info": {"app_id": "A1"},
        "debug_info": {"host": "fake", "approximate_connection_time": 18060},
    }
