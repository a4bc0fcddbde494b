"""One page from the web, fetched so that an address in a list cannot reach what lies behind the reader's firewall.

Rules: http and https only, without user names; at most ``MAX_REDIRECTS`` redirects, each checked like the first
address; the host is resolved once, every address it resolves to must be public, and the connection goes to the very
address that was checked, so that a second answer of the name server changes nothing; the answer must be text or HTML
of at most the given size; everything together must end within the given time. Proxy settings are not used.

``allow_private`` permits private, loopback and other non-public addresses for the host that was given; a redirect to
another host must be public all the same.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from deedbook import __version__
from deedbook.reading.setting import megabytes

MAX_REDIRECTS = 5
CONNECT_TIMEOUT = 10.0
READ_TIMEOUT = 10.0
_CHUNK = 1 << 16
_PORTS = {"http": 80, "https": 443}
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain", "text/markdown"})
_SAFE = "/%:=&?~#+!$,;'@()*[]"
_NAT64 = ipaddress.ip_network("64:ff9b::/96")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Fetched:
    """The body of the final answer, its address, type and declared charset."""

    data: bytes
    url: str
    content_type: str
    charset: str | None


class FetchError(ValueError):
    """The address was not read; the message says why, ``remedy`` what to do."""

    def __init__(self, message: str, remedy: str = "Check the address, or save the page and give the file.") -> None:
        super().__init__(message)
        self.remedy = remedy


def fetch(url: str, *, max_bytes: int, timeout: float, allow_private: bool = False) -> Fetched:
    """Fetch ``url`` within ``timeout`` seconds and ``max_bytes`` bytes. Raises FetchError, nothing else."""
    deadline = time.monotonic() + timeout
    given = _split(url)
    target = given
    for hop in range(MAX_REDIRECTS + 1):
        private = allow_private and target.hostname == given.hostname
        try:
            answer = _get(target, private=private, max_bytes=max_bytes, deadline=deadline, timeout=timeout)
        except FetchError as error:
            if hop:
                raise FetchError(f"it redirects to {target.geturl()}: {error}", error.remedy) from None
            raise
        if isinstance(answer, Fetched):
            return answer
        target = _split(urljoin(target.geturl(), answer))
    raise FetchError(f"it redirects more than {MAX_REDIRECTS} times.", "Give the address at which the page ends up.")


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url.strip())
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise FetchError(f"{url!r} is not a valid address.") from None
    if parts.scheme not in _PORTS:
        raise FetchError(f"{parts.scheme or 'no scheme'!r} is not supported, only http and https are.")
    if not host:
        raise FetchError(f"{url!r} names no host.")
    if parts.username is not None:
        raise FetchError("the address holds a user name, which is not supported.", "Remove it.")
    return parts


def _get(target: SplitResult, *, private: bool, max_bytes: int, deadline: float, timeout: float) -> Fetched | str:
    """One request: the body, or the address that it redirects to."""
    host = target.hostname or ""
    port = target.port or _PORTS[target.scheme]
    addresses = _resolve(host, port, deadline, timeout)
    if not private:
        _refuse_private(host, addresses)
    expired = threading.Event()
    connection = _connect(target, addresses, deadline, timeout)
    # Time-outs of single reads do not stop a server that sends one byte now and then: this does.
    watchdog = threading.Timer(max(0.0, deadline - time.monotonic()), _cut, (connection.sock, expired))
    watchdog.daemon = True
    watchdog.start()
    try:
        path = quote(target.path or "/", safe=_SAFE) + (f"?{quote(target.query, safe=_SAFE)}" if target.query else "")
        headers = {
            "User-Agent": f"deedbook/{__version__}",
            "Accept": "text/html,text/plain;q=0.9",
            "Accept-Encoding": "gzip, identity",
        }
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        if response.status in _REDIRECTS and (location := response.getheader("Location")):
            return location
        return _fetched(response, target.geturl(), max_bytes, expired)
    except TimeoutError:
        raise _timed_out(timeout) from None
    except (OSError, http.client.HTTPException, ValueError, zlib.error) as error:
        if isinstance(error, FetchError):
            raise
        if expired.is_set():
            raise _timed_out(timeout) from None
        raise FetchError(f"the server {host} broke off or answered nonsense ({type(error).__name__}).") from None
    finally:
        watchdog.cancel()
        connection.close()


def _timed_out(timeout: float) -> FetchError:
    return FetchError(f"it did not answer in full within the time limit ({timeout:g} s in all).", "Try again later.")


def _cut(opened: socket.socket, expired: threading.Event) -> None:
    expired.set()
    with suppress(OSError):  # it ended in the same moment
        opened.shutdown(socket.SHUT_RDWR)


def _resolve(host: str, port: int, deadline: float, timeout: float) -> Sequence[tuple[socket.AddressFamily, Address]]:
    """All addresses of a host. Name servers have no time-out of their own here, hence the thread."""
    found: list[tuple[socket.AddressFamily, Address]] = []
    failed: list[Exception] = []

    def ask() -> None:
        try:
            for family, _, _, _, place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
                if family in (socket.AF_INET, socket.AF_INET6):
                    found.append((family, ipaddress.ip_address(str(place[0]).split("%")[0])))
        except (OSError, UnicodeError, ValueError) as error:
            failed.append(error)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(max(0.0, deadline - time.monotonic()))
    if asking.is_alive():
        raise _timed_out(timeout)
    if failed or not found:
        raise FetchError(f"the host {host!r} is not known to the name server.")
    return tuple(found)


def _refuse_private(host: str, addresses: Sequence[tuple[socket.AddressFamily, Address]]) -> None:
    for _, address in addresses:
        if not is_public(address):
            place = host if host == str(address) else f"{host} is at {address}, which"
            raise FetchError(
                f"{place} is not a public address, so it was not contacted.",
                "Use --allow-private if you trust this very host.",
            )


def is_public(address: Address) -> bool:
    """Whether an address is globally reachable unicast (IANA special-purpose registries, as ``ipaddress`` has them),
    and so is the IPv4 address that an IPv6 one may carry (mapped, 6to4, Teredo, NAT64)."""
    if not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified:
        return isinstance(address, ipaddress.IPv6Address) and address in _NAT64 and _carried_public(address)
    return not isinstance(address, ipaddress.IPv6Address) or _carried_public(address)


def _carried_public(address: ipaddress.IPv6Address) -> bool:
    carried = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64:
        carried.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return all(is_public(inner) for inner in carried if inner is not None)


def _connect(
    target: SplitResult,
    addresses: Sequence[tuple[socket.AddressFamily, Address]],
    deadline: float,
    timeout: float,
) -> http.client.HTTPConnection:
    """A connection to the first of the checked addresses that answers, named after the host for its certificate."""
    host = target.hostname or ""
    port = target.port or _PORTS[target.scheme]
    last: Exception | None = None
    for family, address in addresses:
        left = deadline - time.monotonic()
        if left <= 0:
            raise _timed_out(timeout)
        opened = socket.socket(family, socket.SOCK_STREAM)
        try:
            opened.settimeout(min(CONNECT_TIMEOUT, left))
            opened.connect((str(address), port))
            opened.settimeout(min(READ_TIMEOUT, left))
            if target.scheme == "https":
                opened = ssl.create_default_context().wrap_socket(opened, server_hostname=host)
        except OSError as error:  # includes time-outs and all of TLS
            opened.close()
            last = error
            continue
        connection = http.client.HTTPConnection(target.hostname or "", target.port)
        connection.default_port = _PORTS[target.scheme]
        connection.sock = opened
        return connection
    if isinstance(last, TimeoutError):
        raise _timed_out(timeout)
    if isinstance(last, ssl.SSLError):
        raise FetchError(f"the secure connection to {host} failed ({last.reason or type(last).__name__}).")
    raise FetchError(f"no connection to {host} was possible ({type(last).__name__}).")


def _fetched(response: http.client.HTTPResponse, url: str, max_bytes: int, expired: threading.Event) -> Fetched:
    if response.status != 200:
        raise FetchError(f"the server answered {response.status} {response.reason}.".replace(" .", "."))
    headers: Message = response.headers
    content_type = headers.get_content_type() if headers.get("Content-Type") else ""
    if content_type and content_type not in _TYPES:
        raise FetchError(f"it is of type {content_type}, where HTML or plain text was expected.")
    encoding = (response.getheader("Content-Encoding") or "identity").strip().lower()
    if encoding not in ("identity", "gzip"):
        raise FetchError(f"its content encoding {encoding!r} was not asked for and is not supported.")
    inflate = zlib.decompressobj(16 + zlib.MAX_WBITS) if encoding == "gzip" else None
    data = bytearray()
    while (chunk := response.read1(_CHUNK)) and not expired.is_set():
        # A few bytes can inflate to gigabytes: never take out more than is allowed.
        data += inflate.decompress(chunk, max_bytes + 1 - len(data)) if inflate else chunk
        if len(data) > max_bytes:
            raise FetchError(
                f"it is larger than the limit of {megabytes(max_bytes)}.", "Save the page and give the file."
            )
    if expired.is_set() or response.length or (inflate and not inflate.eof):
        raise http.client.IncompleteRead(bytes(data[:0]))
    return Fetched(bytes(data), url, content_type, headers.get_content_charset())
