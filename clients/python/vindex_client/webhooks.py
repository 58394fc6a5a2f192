"""Verifies callbacks. Both forms of signatures that Vindex sends are accepted."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import re
import time
from dataclasses import dataclass
from typing import Any, Iterable, Mapping, TypedDict, Union

from . import models
from .errors import SignatureError

TOLERANCE = 300.0
"""Seconds that the time of a callback may differ from the receiver's clock."""


class _Scored(TypedDict):
    job_id: str
    customer_id: str
    ticket: models.TicketSnapshot
    invest_scores: models.InvestScores
    overall_score: float
    top_recommendations: list[str]
    context_used: models.Evidence
    model_metadata: models.Model
    processing_metadata: models.Processing
    created_at: str


class ScoredCallback(_Scored, total=False):
    """A ticket was scored."""

    test: bool
    """True for a test of the endpoint, whose result is made up."""


class FailedCallback(TypedDict):
    """A ticket could not be scored."""

    status: str
    job_id: str
    customer_id: str
    ticket: models.TicketSnapshot
    error: str


@dataclass(frozen=True)
class Callback:
    """A callback whose signature is valid."""

    id: str | None
    """The delivery: the same for every attempt and replay, so that a repetition can be ignored. None without webhook-signature."""
    body: Union[ScoredCallback, FailedCallback]


def verify_callback(
    secret: Union[str, Iterable[str]],
    headers: Mapping[str, Any],
    body: bytes,
    *,
    tolerance: float = TOLERANCE,
    now: float | None = None,
) -> Callback:
    """Returns the callback if one of its signatures is valid; raises SignatureError otherwise.

    secret: the installation's secret; several while you change it.
    headers: of the request, in any case.
    body: the bytes as received, not JSON that was parsed and written again.
    """
    found = {name.lower(): value if isinstance(value, str) else ",".join(value) for name, value in headers.items()}
    secrets = [secret] if isinstance(secret, str) else list(secret)
    callback_id = found.get("webhook-id") or None
    is_standard = callback_id is not None and "webhook-signature" in found
    timestamp = found.get("webhook-timestamp" if is_standard else "x-vindex-timestamp", "")
    if not (timestamp.isascii() and timestamp.isdigit()) or abs((time.time() if now is None else now) - int(timestamp)) > tolerance:
        raise SignatureError("the timestamp is missing or too far from this clock")
    if is_standard:
        given = re.findall(r"v1,([A-Za-z0-9+/=]+)", found["webhook-signature"])
        signed = f"{callback_id}.{timestamp}.".encode() + body
        expected = [base64.b64encode(_sign(_key(one), signed)).decode() for one in secrets]
    else:
        given = [part.strip().removeprefix("sha256=") for part in found.get("x-vindex-signature", "").split(",")]
        expected = [_sign(one.encode(), timestamp.encode() + b"." + body).hex() for one in secrets]

    # All of them are compared, so that the time does not show which one was valid.
    matches = [hmac.compare_digest(one.encode(), other.encode()) for one in given for other in expected]
    if not any(matches):
        raise SignatureError("no signature is valid for this secret")
    return Callback(callback_id if is_standard else None, json.loads(body))


def _sign(key: bytes, signed: bytes) -> bytes:
    return hmac.new(key, signed, hashlib.sha256).digest()


def _key(secret: str) -> bytes:
    if not secret.startswith("whsec_"):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        raise ValueError("the secret begins with whsec_ but is not base64") from None
