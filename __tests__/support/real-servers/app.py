"""The services of the fixture on Starlette, as uvicorn runs them: right, but for one fault that FAULT names."""

import asyncio
import gzip
import json
import os

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute

FAULT = os.environ.get("FAULT", "")
KEY, TOKEN = os.environ["KEY"], os.environ["TOKEN"]
TOKEN_PATH, KEY_HEADER = os.environ["TOKEN_PATH"], os.environ["KEY_HEADER"]
READINESS = json.loads(os.environ["READINESS"])


def service_of(request):
    return request.headers.get("x-service", "")


async def live(request):
    if FAULT == "own-503":
        return PlainTextResponse("busy", 503)
    if FAULT == "own-500":
        return PlainTextResponse("broken", 500)
    return PlainTextResponse("ok")


async def ready(request):
    return Response(json.dumps(READINESS.get(service_of(request), {})), media_type="application/json")


async def token(request):
    if FAULT == "token-401":
        return PlainTextResponse("no", 401)
    if FAULT == "token-html":
        return Response("<!DOCTYPE html><title>Welcome</title>", media_type="text/html")
    if request.headers.get(KEY_HEADER) != KEY:
        return PlainTextResponse("no", 401)
    body, headers = json.dumps({"access_token": TOKEN}), {}
    if FAULT == "token-gzip":
        body, headers = gzip.compress(body.encode()), {"Content-Encoding": "gzip"}
    return Response(body, headers=headers, media_type="application/json")


async def endless(pause):
    while True:
        yield b"x" * (1 if pause else 4096)
        await asyncio.sleep(pause)


async def elsewhere(request):
    if FAULT == "endless-slow":
        return StreamingResponse(endless(1), 404)
    if FAULT == "endless-fast":
        return StreamingResponse(endless(0), 404)
    if FAULT == "too-many-long":
        return PlainTextResponse("wait", 429, {"Retry-After": "Fri, 31 Dec 2099 23:59:59 GMT"})
    if FAULT == "too-many-past":
        return PlainTextResponse("wait", 429, {"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"})
    return PlainTextResponse("not here", 404)


async def talk(socket):
    if FAULT == "handshake-8":
        await asyncio.sleep(8)
    if FAULT in ("handshake-40", "handshake-never"):
        await asyncio.sleep(40 if FAULT == "handshake-40" else 3600)
    if FAULT == "refused-without-token" and "authorization" not in socket.headers:
        return await socket.close(1008)
    if FAULT == "crash-before-accept":
        raise RuntimeError("no accept")
    if FAULT == "upgrade-500":
        await socket.send_denial_response(PlainTextResponse("broken", 500))
        return None
    await socket.accept()
    if FAULT == "crash-after-accept":
        # What the plan tells of: a coroutine that was not awaited is asked for a value.
        service_of_nothing().get("user")
    code = {"close-1011": 1011, "close-1011-late": 1011, "close-1008": 1008, "close-4500": 4500}.get(FAULT)
    if FAULT == "close-1011-late":
        await asyncio.sleep(1)
    if code is not None:
        return await socket.close(code)
    while True:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            return None


async def service_of_nothing():
    return {}


app = Starlette(
    routes=[
        Route("/health/live", live),
        Route("/health/ready", ready),
        Route(TOKEN_PATH, token, methods=["POST"]),
        WebSocketRoute("/ws", talk),
        Route("/{path:path}", elsewhere, methods=["GET", "POST"]),
    ]
)
