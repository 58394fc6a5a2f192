"""What can go wrong. Messages never contain the API key or a secret."""

from __future__ import annotations

import json
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, Mapping


class VindexError(Exception):
    """Base of all errors of this package."""


class ConnectionFailedError(VindexError):
    """The server could not be reached, or the connection broke."""


class TimedOutError(ConnectionFailedError):
    """The server did not respond in time."""


class IncompleteResponseError(ConnectionFailedError):
    """The response ended before its last line."""


class SignatureError(VindexError):
    """A callback does not prove that it comes from Vindex."""


class ImportInterruptedError(VindexError):
    """An import stopped. Call import_feedback with the same rows, start=lines and import_id to continue it."""

    def __init__(self, message: str, lines: int, import_id: str, imported: int, rejected: int) -> None:
        super().__init__(message)
        self.lines = lines
        """Number of lines, from the first, that are stored or rejected for good."""
        self.import_id = import_id
        self.imported = imported
        self.rejected = rejected


class ApiError(VindexError):
    """The server rejected a request."""

    def __init__(
        self,
        request: str,
        status: int,
        code: str,
        detail: str,
        errors: Mapping[str, list[str]] | None = None,
        trace_id: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(f"{request}: {status} {code}: {detail}")
        self.request = request
        """Method and path."""
        self.status = status
        self.code = code
        """Stable, for programs: the code of a problem, or the error_type of an error under /feedback."""
        self.detail = detail
        self.errors = dict(errors or {})
        """Problems by field, for status 422."""
        self.trace_id = trace_id
        """Under this the server's log has the cause of a 500."""
        self.retry_after = retry_after
        """Seconds that the server asks to wait."""


class BadRequestError(ApiError):
    """400: the body or the query is wrong as a whole."""


class AuthenticationError(ApiError):
    """401: there is no credential, or it is no longer valid."""


class PermissionDeniedError(ApiError):
    """403: the credential is valid but not sufficient."""


class NotFoundError(ApiError):
    """404: it does not exist, or belongs to another company."""


class ConflictError(ApiError):
    """409: the request conflicts with the current state."""


class TooLargeError(ApiError):
    """413: the body is too large."""


class InvalidFieldsError(ApiError):
    """422: errors has the problems by field."""


class RateLimitedError(ApiError):
    """429: too many requests; see retry_after."""


class ServerError(ApiError):
    """5xx: the server failed."""


class UnavailableError(ServerError):
    """503: the server is busy or shutting down; see retry_after."""


_BY_STATUS: dict[int, type[ApiError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    413: TooLargeError,
    422: InvalidFieldsError,
    429: RateLimitedError,
    503: UnavailableError,
}


def api_error(request: str, status: int, headers: Mapping[str, str], body: bytes, now: float) -> ApiError:
    """Reads both forms of errors, and responses of proxies, which have neither."""
    try:
        read = json.loads(body)
    except ValueError:
        read = None
    content: dict[str, Any] = read if isinstance(read, dict) else {}
    return refusal(request, status, content, _retry_after(headers.get("Retry-After"), now))


def refusal(request: str, status: int, content: Mapping[str, Any], retry_after: float | None = None) -> ApiError:
    """The error that these members describe."""
    kind = _BY_STATUS.get(status, ServerError if status >= 500 else ApiError)
    code, detail, errors = _read(status, content)
    trace_id = content.get("trace_id")
    return kind(request, status, code, detail, errors, trace_id if isinstance(trace_id, str) else None, retry_after)


def _read(status: int, content: Mapping[str, Any]) -> tuple[str, str, dict[str, list[str]]]:
    if isinstance(content.get("code"), str):
        errors = content.get("errors")
        return content["code"], str(content.get("detail", "")), dict(errors) if isinstance(errors, dict) else {}
    if isinstance(content.get("reason"), str):
        return str(content.get("error_type", f"http_{status}")), content["reason"], {}
    if isinstance(content.get("detail"), list):
        return _read_fields(content["detail"])
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = "unexpected status"
    return f"http_{status}", phrase, {}


# The form of pydantic. It repeats the value, which may be confidential: it stays out of the message.
def _read_fields(entries: list[Any]) -> tuple[str, str, dict[str, list[str]]]:
    fields: dict[str, list[str]] = {}
    for entry in entries:
        if not isinstance(entry, dict):
            continue
        location = [str(part) for part in entry.get("loc", [])]
        name = ".".join(location[1:] if location[:1] == ["body"] and len(location) > 1 else location) or "body"
        fields.setdefault(name, []).append(str(entry.get("msg", "")))
    detail = "; ".join(f"{name}: {', '.join(problems)}" for name, problems in fields.items())
    return "invalid_fields", detail, fields


def _retry_after(value: str | None, now: float) -> float | None:
    if value is None:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now)
    except ValueError:
        return None
