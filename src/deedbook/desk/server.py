"""The desk served on this computer until it is interrupted."""

import socket

import uvicorn
from starlette.types import ASGIApp

from deedbook.records.failure import Failure


def serve(app: ASGIApp, host: str, port: int) -> None:
    """Serves ``app``; port 0 takes a free one. Raises Failure where the address cannot be had."""
    listening = bound(host, port)
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, date_header=True, timeout_keep_alive=15
    )
    uvicorn.Server(config).run(sockets=[listening])


def bound(host: str, port: int) -> socket.socket:
    """A socket that listens on ``host`` and ``port``."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((host, port))
    except OSError as error:
        found.close()
        raise Failure(
            f"{host}:{port} cannot be used ({error.strerror}). Name another port with --port; 0 takes any that is free."
        ) from None
    return found
