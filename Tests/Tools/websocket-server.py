"""A WebSocket server on a port of this machine, which it prints; it ends with its standard input.

What it does depends on the path: /echo says everything again, /parts sends one message in three frames with a ping
between them, /many sends a hundred messages of 100,000 bytes, /fails closes with a code and a reason, /refused is a
403, and /late says nothing until the client has closed.
"""

import asyncio
import http
import sys

from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response


async def handle(connection: ServerConnection) -> None:
    assert connection.request is not None
    match connection.request.path.partition("?")[0]:
        case "/parts":
            await connection.send([b"one ", b"two ", b"three"])
            # Waits until the client has answered.
            await (await connection.ping(b"there?"))
            await connection.send(b"answered")
        case "/many":
            for number in range(100):
                await connection.send(bytes([number]) * 100_000)
        case "/fails":
            await connection.close(1011, "the pod is gone")
        case "/late":
            await connection.wait_closed()
        case _:
            async for message in connection:
                await connection.send(message)


def refuse(connection: ServerConnection, request: Request) -> Response | None:
    if request.path != "/refused":
        return None
    return connection.respond(http.HTTPStatus.FORBIDDEN, "pods is forbidden\n")


async def main() -> None:
    protocols = ["v4.channel.k8s.io"]
    async with serve(handle, "127.0.0.1", 0, subprotocols=protocols, process_request=refuse, max_size=None) as server:
        print(next(iter(server.sockets)).getsockname()[1], flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


asyncio.run(main())
