"""Servers on 127.0.0.1 that answer well, badly or never, and count who knocks."""

from __future__ import annotations

import datetime
import gzip
import ipaddress
import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Answer = bytes | Callable[[socket.socket], None]


class Server:
    """
    Sends, for each path, the bytes it has for it or what its function writes; then closes, unless the bytes have a
    length and do not say `Connection: close`.
    """

    def __init__(self, answers: dict[str, Answer], *, tls: ssl.SSLContext | None = None) -> None:
        self.answers = answers
        #: Seconds that each answer takes.
        self.takes = 0.0
        #: By host as asked for: how many requests there are at the moment, and were at most.
        self.now: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self._counting = threading.Lock()
        #: How many connections were accepted.
        self.connects = 0
        #: The head of each request, as received.
        self.requests: list[str] = []
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.host = f"127.0.0.1:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    def url(self, path: str = "/", *, host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        # shutdown wakes the accepting thread; close alone would leave it waiting.
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connects += 1
            threading.Thread(target=self._serve, args=[connection], daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
            while self._answer(connection):
                pass
        except OSError:
            pass  # the client left or refused our certificate, which is what many of the tests are about
        finally:
            connection.close()

    def _answer(self, connection: socket.socket) -> bool:
        """Answer one request and return whether to wait for another."""
        head = b""
        while b"\r\n\r\n" not in head:
            received = connection.recv(65536)
            if not received:
                return False
            head += received
            if head.startswith(b"\x16"):  # a TLS hello on a plain port
                connection.sendall(response(status="400 Bad Request"))
                return False
        text = head.decode("latin-1")
        host = text.split("\r\nHost: ")[1].split("\r\n")[0]
        with self._counting:
            self.requests.append(text)
            self.now[host] += 1
            self.most[host] = max(self.most[host], self.now[host])
        time.sleep(self.takes)
        unknown = response(status="404 Not Found")
        answer = self.answers.get(head.split()[1].decode("ascii"), unknown)
        with self._counting:
            self.now[host] -= 1
        if isinstance(answer, bytes):
            connection.sendall(answer)
            return b"Content-Length: " in answer and b"Connection: close" not in answer
        answer(connection)
        return False


def response(body: bytes = b"", *headers: str, status: str = "200 OK") -> bytes:
    """Return a whole answer with a true Content-Length."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return head(*lines) + body


def kept(body: bytes = b"", *headers: str, status: str = "200 OK") -> bytes:
    """Return a whole answer after which the connection stays open."""
    return head(f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers) + body


def head(*lines: str) -> bytes:
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def redirect(to: str, status: str = "302 Found") -> bytes:
    return response(b"", f"Location: {to}", status=status)


def dripping(sent: bytes, *, every: float = 0.05) -> Answer:
    """Return an answer that writes one byte of *sent* after the other, *every* so many seconds."""

    def drip(connection: socket.socket) -> None:
        for byte in sent:
            connection.sendall(bytes([byte]))
            time.sleep(every)

    return drip


def endless(start: bytes, repeated: bytes) -> Answer:
    def pour(connection: socket.socket) -> None:
        connection.sendall(start)
        while True:
            connection.sendall(repeated)

    return pour


def silent(connection: socket.socket) -> None:
    """Say nothing until the client leaves."""
    connection.recv(1)


def gzip_bomb(megabytes: int) -> bytes:
    return gzip.compress(b"\0" * (megabytes << 20))


def certified(folder: Path, name: str) -> tuple[ssl.SSLContext, Path]:
    """Return a server's TLS context for *name*, and the file of the authority that vouches for it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    today = datetime.datetime.now(datetime.UTC)
    try:
        alternative: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        alternative = x509.DNSName(name)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    authority = folder / "authority.pem"
    authority.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private = folder / "key.pem"
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority, private)
    return context, authority
