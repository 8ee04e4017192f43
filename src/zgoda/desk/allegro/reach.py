"""Where the desk may connect to, and how much of an answer it takes.

An administrator of a shop types the address of a server, and the desk calls it from inside the operator's network.
So outside a sandbox it reaches public addresses by TLS only, and looks at the address behind the name at the moment
of connecting, not before: a name may change its mind. The operator's own centre, named in the settings, is reached
wherever it is. Where the environment names a proxy, the proxy is the border.
"""

import re
import socket
import time
from collections.abc import Callable, Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit
from urllib.request import getproxies

import httpcore2
import httpx2
from django.conf import settings

from zgoda.desk.allegro import failures

TIMEOUT = httpx2.Timeout(connect=5.0, read=30.0, write=30.0, pool=5.0)
MOST_CONNECTIONS = 20
LARGEST_ANSWER = 16 * 1024 * 1024
"""Bytes, unpacked: three times the largest file there can be."""

LONGEST_ANSWER = 90.0
"""Seconds from the first byte to the last: a server that drips holds no worker for longer."""

_PLAIN = re.compile(r"(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?", re.ASCII)
"""A host and perhaps a port: no name and password, nothing that would mean something in a header."""

_UNICAST = IPv6Network("2000::/3")
"""The only part of IPv6 the Internet is made of; what the library calls global besides it leads inside."""

_TRANSLATED = IPv6Network("64:ff9b::/96")
_INSIDE = (".local", ".internal", ".localhost", ".home.arpa")


def may_be_typed(address: str) -> bool:
    """Whether a connection may be aimed at this address; the name is looked up only when it is used."""
    parts = _split(address)
    if parts is None or parts.scheme not in {"http", "https"} or not _PLAIN.fullmatch(parts.netloc):
        return False
    if settings.SANDBOX or _is_own(parts.hostname or "", _port(parts)):
        return True
    return parts.scheme == "https" and _is_public_name(parts.hostname or "")


def is_public(address: str) -> bool:
    """Whether an IP address is one of the Internet's, also when it is wrapped into another kind."""
    ip = ip_address(address.partition("%")[0])
    inner = _inner(ip) if isinstance(ip, IPv6Address) else None
    if isinstance(ip, IPv6Address) and inner is None and ip not in _UNICAST:
        return False
    return ip.is_global and not ip.is_multicast and (inner is None or is_public(str(inner)))


def client() -> httpx2.Client:
    """A pool of connections that leads to nowhere else."""
    limits = httpx2.Limits(max_connections=MOST_CONNECTIONS)
    if getproxies().get("https"):
        return httpx2.Client(timeout=TIMEOUT, limits=limits, follow_redirects=False)
    return httpx2.Client(timeout=TIMEOUT, transport=_Guarded(), follow_redirects=False)


def read_all(
    http: httpx2.Client,
    request: httpx2.Request,
    what: str,
    auth: httpx2.Auth | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> httpx2.Response:
    """Send, and take the whole answer if it is of a sensible size and comes in a sensible time; else
    ``ServerFault``."""
    response = http.send(request, stream=True, auth=auth)
    ends = clock() + LONGEST_ANSWER
    try:
        taken = bytearray()
        for chunk in response.iter_bytes():
            taken += chunk
            if len(taken) > LARGEST_ANSWER:
                too_much = failures.Told(for_developers="an answer of more than 16 MB")
                raise failures.ServerFault(what, response.status_code, too_much)
            if clock() > ends:
                too_slow = failures.Told(for_developers="an answer that took more than 90 seconds")
                raise failures.ServerFault(what, response.status_code, too_slow)
    finally:
        response.close()
    unpacked = {"content-encoding", "content-length", "transfer-encoding"}
    headers = [pair for pair in response.headers.multi_items() if pair[0].lower() not in unpacked]
    return httpx2.Response(response.status_code, headers=headers, content=bytes(taken), request=request)


class _Guarded(httpx2.HTTPTransport):
    """The library's transport over connections that `_Door` opens."""

    def __init__(self) -> None:
        super().__init__(trust_env=False)
        self._pool = httpcore2.ConnectionPool(
            ssl_context=httpx2.create_ssl_context(), max_connections=MOST_CONNECTIONS, network_backend=_Door()
        )


class _Door(httpcore2.SyncBackend):
    """Resolves a name once, judges every address behind it, and connects to just those."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        if settings.SANDBOX or _is_own(host, port):
            return super().connect_tcp(host, port, timeout, local_address, socket_options)
        problem = httpcore2.ConnectError("no address")
        for address in _public_addresses(host, port):
            try:
                return super().connect_tcp(address, port, timeout, local_address, socket_options)
            except httpcore2.ConnectError as error:
                problem = error
        raise problem


def _public_addresses(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise httpcore2.ConnectError(str(error)) from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not all(map(is_public, addresses)):
        raise httpcore2.ConnectError("an address inside the operator's network")
    return addresses


@lru_cache(maxsize=8)
def _own(urls: tuple[str, ...]) -> frozenset[tuple[str, int]]:
    parts = [urlsplit(url) for url in urls]
    return frozenset((part.hostname or "", _port(part)) for part in parts)


def _is_own(host: str, port: int) -> bool:
    return (host, port) in _own((settings.CENTRE_URL, settings.UPLOAD_URL))


def _split(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        return parts if parts.hostname and _port(parts) else None
    except ValueError:
        return None


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _is_public_name(host: str) -> bool:
    try:
        return is_public(host)
    except ValueError:
        return "." in host and not host.rstrip(".").endswith(_INSIDE) and not host.replace(".", "").isdecimal()


def _inner(ip: IPv6Address) -> IPv4Address | None:
    if ip in _TRANSLATED:
        return IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
