"""Sends requests over HTTP/1.1 with the standard library."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
import threading
import time
import uuid
from typing import Any, BinaryIO, Callable, Iterator, Mapping, TypeVar, Union
from urllib.parse import quote, urlencode, urlsplit

from ._rows import to_json
from .errors import ApiError, ConnectionFailedError, IncompleteResponseError, TimedOutError, VindexError, api_error
from .retries import Attempts, RetryPolicy

T = TypeVar("T")

_ERROR_LIMIT = 1 << 20
_CHUNK = 1 << 16
# Below the time after which servers close an idle connection.
_IDLE_SECONDS = 30.0
_IDLE_CONNECTIONS = 8


class Stream:
    """The body of a response, to be read in parts: a context manager and an iterator of bytes."""

    def __init__(self, response: http.client.HTTPResponse, close: Callable[[], None]) -> None:
        self._response = response
        self._close = close

    def __iter__(self) -> Iterator[bytes]:
        try:
            while part := self._part():
                yield part
        except (http.client.HTTPException, OSError) as error:
            raise IncompleteResponseError(f"the response broke off: {type(error).__name__}") from None
        if self._response.length:
            raise IncompleteResponseError("the response broke off")

    # read() would wait until a whole part of a chunked response has arrived; read1() does not notice the end of one with a length.
    def _part(self) -> bytes:
        return self._response.read1(_CHUNK) if self._response.chunked else self._response.read(_CHUNK)

    def lines(self) -> Iterator[bytes]:
        """Its lines, without the empty ones."""
        rest = b""
        for part in self:
            *complete, rest = (rest + part).split(b"\n")
            yield from (line for line in complete if line.strip())
        if rest.strip():
            yield rest

    def read(self) -> bytes:
        """The rest of it."""
        return b"".join(self)

    def close(self) -> None:
        """Closes the connection if the response was not read to its end."""
        close, self._close = self._close, lambda: None
        close()

    def __enter__(self) -> Stream:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class _Credential:
    """A value that is in no message, representation or traceback."""

    def __init__(self, value: str | None) -> None:
        self._read = lambda: value

    def __repr__(self) -> str:
        return "***"

    def header(self) -> dict[str, str]:
        value = self._read()
        return {} if value is None else {"Authorization": f"Bearer {value}"}

    def without(self, text: bytes) -> bytes:
        value = self._read()
        return text if value is None else text.replace(value.encode(), b"[key]")


class Transport:
    """Connections, retries and errors of a client."""

    def __init__(
        self,
        url: str,
        api_key: str | None = None,
        *,
        timeout: float = 60.0,
        retries: RetryPolicy | None = None,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        """A client of the server at this address.

        url: the address of the server, such as https://vindex.example.com.
        api_key: an API key, vx_…; None for operations that need none.
        timeout: seconds to wait for the server at each step: to connect, to send, to receive the next bytes.
        retries: when requests are sent again.
        ssl_context: for a certificate authority of your own.
        """
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None:
            raise ValueError("url must be an address such as https://vindex.example.com, without user name and password")
        if api_key is not None:
            _header_value("api_key", api_key)
        self._address = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"
        self._prefix = parts.path.rstrip("/")
        self._parts = parts
        self._credential = _Credential(api_key)
        self._timeout = timeout
        self._retries = retries or RetryPolicy()
        self._ssl_context = ssl_context
        self._idle: list[tuple[float, http.client.HTTPConnection]] = []
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self._address}>"

    def close(self) -> None:
        """Closes idle connections."""
        with self._lock:
            idle, self._idle = self._idle, []
        for _, connection in idle:
            connection.close()

    def __enter__(self: T) -> T:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @staticmethod
    def _path(template: str, **values: str) -> str:
        for name, value in values.items():
            # A proxy would take these as another path.
            if value in ("", ".", ".."):
                raise ValueError(f"{name} must not be {value!r}")
            template = template.replace("{" + name + "}", quote(value, safe=""))
        return template

    def _json(self, method: str, path: str, **request: Any) -> Any:
        return self._call(method, path, lambda stream: parse(stream.read()), **request)

    def _text(self, method: str, path: str, **request: Any) -> str:
        return self._call(method, path, lambda stream: stream.read().decode(), **request)

    def _nothing(self, method: str, path: str, **request: Any) -> None:
        self._call(method, path, lambda stream: stream.read(), **request)

    def _stream(self, method: str, path: str, **request: Any) -> Stream:
        return self._call(method, path, None, **request)

    def _lines(self, method: str, path: str, **request: Any) -> Iterator[Any]:
        with self._stream(method, path, **request) as stream:
            for line in stream.lines():
                yield parse(line)

    def _pages(self, path: str, query: dict[str, Any], timeout: float | None) -> Iterator[Any]:
        while True:
            page = self._json("GET", path, query=query, repeatable=True, timeout=timeout)
            yield from page["items"]
            if page["next_cursor"] is None:
                return
            # A cursor continues a list by itself.
            query = {**query, "cursor": page["next_cursor"], "skip": None}

    # Without a reader, the caller reads the stream, and an error while it is read is the caller's.
    def _call(
        self,
        method: str,
        path: str,
        read: Callable[[Stream], Any] | None,
        *,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        content: Union[bytes, BinaryIO, None] = None,
        content_type: str | None = None,
        file_name: str | None = None,
        secret: str | None = None,
        idempotency_key: str | None = None,
        keyed: bool = False,
        repeatable: bool = False,
        timeout: float | None = None,
        attempts: Attempts | None = None,
    ) -> Any:
        headers = {"User-Agent": "vindex-client-python/0.1.0", "Accept": "*/*"}
        if secret is None:
            headers.update(self._credential.header())
        else:
            headers["X-Vindex-Secret"] = _header_value("secret", secret)
        if body is not None:
            content, content_type = to_json(body), "application/json"
        elif file_name is not None and isinstance(content, bytes):
            content, content_type = _form(content, file_name)
        if content_type is not None:
            headers["Content-Type"] = content_type
        if keyed:
            headers["Idempotency-Key"] = idempotency_key or str(uuid.uuid4())
        target = self._prefix + path + _query(query)
        # A file can be read once only.
        once = content is not None and not isinstance(content, bytes)
        attempts = attempts or Attempts(self._retries)
        while True:
            try:
                stream = self._send(f"{method} {path}", method, target, content, headers, timeout)
                if read is None:
                    return stream
                with stream:
                    return read(stream)
            except VindexError as error:
                if once or not attempts.again(error, repeatable or keyed):
                    raise

    def _send(self, request: str, method: str, target: str, content: Any, headers: dict[str, str], timeout: float | None) -> Stream:
        connection = self._connection(timeout or self._timeout)
        try:
            try:
                connection.request(method, target, content, headers)
            except (BrokenPipeError, ConnectionResetError):
                pass  # A server that rejects a body responds before it has received all of it.
            response = connection.getresponse()
        except (TimeoutError, socket.timeout):
            connection.close()
            raise TimedOutError(f"{request}: the server did not respond in time") from None
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            # Not the error itself: its text may contain a header.
            raise ConnectionFailedError(f"{request}: {_reason(error)}") from None

        stream = Stream(response, lambda: self._release(connection, response))
        if response.status < 300:
            return stream
        with stream:
            raise self._refused(request, response)

    def _refused(self, request: str, response: http.client.HTTPResponse) -> ApiError:
        try:
            body = response.read(_ERROR_LIMIT)
        except (OSError, http.client.HTTPException):
            body = b""
        return api_error(request, response.status, response.headers, self._credential.without(body), time.time())

    def _connection(self, timeout: float) -> http.client.HTTPConnection:
        with self._lock:
            while self._idle:
                since, connection = self._idle.pop()
                if time.monotonic() - since < _IDLE_SECONDS and connection.sock is not None:
                    connection.sock.settimeout(timeout)
                    return connection
                connection.close()
        host, port = self._parts.hostname, self._parts.port
        assert host is not None
        if self._parts.scheme == "https":
            return http.client.HTTPSConnection(host, port, timeout=timeout, context=self._ssl_context)
        return http.client.HTTPConnection(host, port, timeout=timeout)

    def _release(self, connection: http.client.HTTPConnection, response: http.client.HTTPResponse) -> None:
        with self._lock:
            if response.isclosed() and connection.sock is not None and len(self._idle) < _IDLE_CONNECTIONS:
                self._idle.append((time.monotonic(), connection))
                return
        connection.close()


def parse(text: bytes) -> Any:
    """Reads JSON of a response."""
    try:
        return json.loads(text)
    except ValueError:
        raise VindexError("the response is not JSON; is this the address of a Vindex server?") from None


def _header_value(name: str, value: str) -> str:
    # The standard library would repeat the value in its message.
    if not (value.isascii() and value.isprintable() and value.strip() == value != ""):
        raise ValueError(f"{name} must be printable ASCII characters")
    return value


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return {"RemoteDisconnected": "the server closed the connection", "gaierror": "the name of the server was not found"}.get(
        type(error).__name__, type(error).__name__
    )


def _query(query: Mapping[str, Any] | None) -> str:
    def text(value: Any) -> str:
        return str(value).lower() if isinstance(value, bool) else str(value)

    pairs = [(name, text(value)) for name, value in (query or {}).items() if value is not None]
    return "?" + urlencode(pairs) if pairs else ""


def _form(content: bytes, file_name: str) -> tuple[bytes, str]:
    boundary = uuid.uuid4().hex
    name = quote(file_name, safe=" .-_()")
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: application/octet-stream\r\n\r\n'
    return head.encode() + content + f"\r\n--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"
