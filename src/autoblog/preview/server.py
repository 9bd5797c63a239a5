"""The preview's web server: the door to Starlette and uvicorn.

It runs in a thread of its own, because builds need the main one. It writes nothing, and answers
from the state that the hub holds and from the folder that builds publish into.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import AsyncIterator
from pathlib import Path
from types import TracebackType

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from autoblog.preview.answers import Answer, answer, bar_at, is_left_behind, message, source_at
from autoblog.preview.bar import DESK
from autoblog.preview.files import OTHER_TYPE, TYPES
from autoblog.preview.guard import MOST_HEAD_BYTES, refusal
from autoblog.preview.ports import Listening
from autoblog.preview.reload import Hub

ASSETS = Path(__file__).with_name("assets")
MOST_CONNECTIONS = 200

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
}
OWN_PAGES = {"Content-Security-Policy": "default-src 'self'; frame-ancestors 'self'"}


class Server:
    """Serves as long as the block lasts: `with Server(...):`."""

    def __init__(self, hub: Hub, folder: Path, listening: Listening, *, host: str) -> None:
        """folder: that of the built site. listening: of `bind`; closed in the end."""
        app = Guarded(_application(hub, folder), host)
        config = uvicorn.Config(
            app,
            http="h11",
            loop="asyncio",
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=MOST_CONNECTIONS,
            h11_max_incomplete_event_size=MOST_HEAD_BYTES,
            timeout_graceful_shutdown=2,
        )
        self._hub = hub
        self._listening = listening
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._run, name="autoblog-preview", daemon=True)

    def __enter__(self) -> Server:
        """Begin to answer."""
        self._thread.start()
        while not self._server.started and self._thread.is_alive():
            time.sleep(0.005)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End all streams, then the server."""
        self._hub.close()
        self._server.should_exit = True
        self._thread.join()
        self._listening.close()

    def _run(self) -> None:
        self._server.run(sockets=[self._listening])


class Guarded:
    """Lets a request in only if `guard.refusal` has nothing against it."""

    def __init__(self, inner: ASGIApp, host: str) -> None:
        """host: where the server listens."""
        self._inner = inner
        self._host = host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or say why not."""
        target = scope["raw_path"] + b"?" + scope["query_string"]
        found = refusal(scope["method"], target, scope["headers"], host=self._host)
        if found is None:
            await self._inner(scope, receive, send)
            return
        headers = {**ALWAYS, "Connection": "close"}
        if found.status == 405:
            headers["Allow"] = "GET, HEAD"
        response = Response(f"{found.reason}\n", found.status, headers, TYPES[".txt"])
        await response(scope, receive, send)


def _application(hub: Hub, folder: Path) -> Starlette:
    assets = {path.name: path.read_bytes() for path in sorted(ASSETS.iterdir())}

    def own_asset(request: Request) -> Response:
        name = request.path_params["name"]
        data = assets.get(name)
        if data is None:
            return site(request)
        return _response(Answer(200, data, TYPES.get(Path(name).suffix, OTHER_TYPE)), request)

    def own_bar(request: Request) -> Response:
        data = bar_at(hub.state, request.query_params.get("path", "/"))
        return _response(Answer(200, data, TYPES[".html"]), request)

    def events(request: Request) -> Response:
        stream = _stream(hub, folder, request.query_params.get("path", "/"))
        headers = {**ALWAYS, "Cache-Control": "no-store"}
        return StreamingResponse(stream, 200, headers, "text/event-stream")

    def site(request: Request) -> Response:
        return _response(answer(hub.state, folder, request.scope["path"]), request)

    return Starlette(
        routes=[
            Route(f"{DESK}bar", own_bar),
            Route(f"{DESK}events", events),
            Route(f"{DESK}{{name}}", own_asset),
            Route("/{path:path}", site),
        ]
    )


def _response(found: Answer, request: Request) -> Response:
    keep = "public, max-age=31536000, immutable" if found.is_immutable else "no-cache"
    headers = {**ALWAYS, "Cache-Control": keep}
    if request.scope["path"].startswith(DESK) or found.status == 503:
        headers |= OWN_PAGES
    if found.location:
        return Response(b"", found.status, {**headers, "Location": found.location})
    if found.status == 200:
        headers["ETag"] = found.etag
        if request.headers.get("if-none-match") == found.etag:
            return Response(b"", 304, headers)
    return Response(found.data, found.status, headers, found.media_type)


async def _stream(hub: Hub, folder: Path, path: str) -> AsyncIterator[str]:
    """Send a page all that concerns it, as server-sent events."""
    source_path: str | None = None
    sent = ""
    yield "retry: 500\n\n"
    async for state in hub.states(path):
        if state is None:
            yield ": still here\n\n"
            continue
        if is_left_behind(state, folder, path):
            source_path = source_at(state, path)
            continue
        text = json.dumps(message(state, folder, path, source_path=source_path))
        source_path = source_at(state, path) or source_path
        if text != sent:
            sent = text
            yield f"data: {text}\n\n"
