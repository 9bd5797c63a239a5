"""The port that the preview listens on."""

from __future__ import annotations

import errno
import socket

PORTS_TRIED = 100

Listening = socket.socket
"""A socket that listens."""


def bind(host: str, port: int) -> Listening:
    """Take a port, or the next one that is free.

    port: 0 for any. Raises OSError when the host is not this machine's, or no port is free.
    """
    last = min(port + PORTS_TRIED, 65535)
    family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
    while True:
        taken = socket.socket(family, socket.SOCK_STREAM)
        try:
            # A server that ended a moment ago still holds its port; one that listens keeps it.
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            taken.bind((host, port))
            taken.listen(socket.SOMAXCONN)
            return taken
        except OverflowError as error:
            taken.close()
            raise OSError(f"{port} is no port") from error
        except OSError as error:
            taken.close()
            is_taken = error.errno == errno.EADDRINUSE
            if not is_taken or port >= last:
                raise
            port += 1


def port_of(listening: Listening) -> int:
    """Tell on which port a socket listens."""
    return int(listening.getsockname()[1])
