"""The fake's HTTP server: aiohttp on loopback, in a thread of its own."""

import asyncio
import threading
from contextlib import suppress
from dataclasses import dataclass

from aiohttp import web

from tests.fake_slack import response_urls, sockets
from tests.fake_slack.calls import answer_call
from tests.fake_slack.methods import oauth


@dataclass(frozen=True)
class Request:
    """What of an HTTP request the methods look at."""

    body: bytes
    content_type: str
    query: dict
    authorization: str | None


class Server:
    """Listens while the fake is in use."""

    def __init__(self, slack):
        self.slack = slack
        self.loop = asyncio.new_event_loop()
        self.port = None
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="fake Slack", daemon=True)

    def start(self):
        """Listen on a free port of loopback."""
        self._thread.start()
        self._ready.wait()

    def stop(self):
        """Close every connection and end the thread."""
        asyncio.run_coroutine_threadsafe(self._close(), self.loop).result()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()

    def run(self, coroutine):
        """Run something on the server's loop, from another thread, and wait for what it returns."""
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result()

    def _serve(self):
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(self._open())
        self._ready.set()
        self.loop.run_forever()

    async def _open(self):
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/response/{id}", self._response_url)
        app.router.add_get("/oauth/v2/authorize", self._authorize)
        app.router.add_get("/socket/{ticket}", self._socket)
        self._stopping = asyncio.Event()
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = site._server.sockets[0].getsockname()[1]

    async def _close(self):
        self._stopping.set()
        await self.slack.sockets.close_all()
        await self._runner.cleanup()

    async def _api(self, request):
        asked = await _read(request)
        call, headers = answer_call(self.slack, request.match_info["method"], asked)
        await self._misbehave(request, call)
        scopes = self._scopes(call.token)
        return web.json_response(call.answer, status=call.status, headers=headers | scopes)

    async def _response_url(self, request):
        call, headers = response_urls.answer(self.slack, request.match_info["id"], await request.read())
        await self._misbehave(request, call)
        if call.ok:
            return web.Response(text="ok")
        return web.json_response(call.answer, status=call.status, headers=headers)

    async def _misbehave(self, request, call):
        """Take long, or cut the line after the work was done, when a test wants it."""
        fault, self.slack.faults.current = self.slack.faults.current, None
        if fault is None:
            return
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), fault.delay)
        if fault.drop_reply:
            call.reply_dropped = True
            request.transport.abort()

    def _scopes(self, token):
        # https://docs.slack.dev/reference/scopes: every answer names the scopes of the token.
        found = self.slack.installations.get(token)
        return {"X-OAuth-Scopes": ",".join(sorted(found.scopes))} if found else {}

    async def _authorize(self, request):
        status, headers, text = oauth.authorize(self.slack, request.query, request.headers)
        return web.Response(status=status, headers=headers, text=text)

    async def _socket(self, request):
        return await sockets.serve(self.slack, request)


async def _read(request):
    return Request(
        body=await request.read(),
        content_type=request.headers.get("Content-Type", ""),
        query=dict(request.query),
        authorization=request.headers.get("Authorization"),
    )
