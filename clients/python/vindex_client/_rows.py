"""Ids of rows of feedback. A row that has one replaces itself when it is sent again."""

from __future__ import annotations

import json
import uuid
from typing import Any, Mapping, Union, cast

from . import models

Row = Union[models.FeedbackLine, Mapping[str, Any], str, bytes]


def with_id(row: models.Feedback) -> models.Feedback:
    """The row with an id of its own if it has none."""
    return row if row.get("id") else cast(models.Feedback, {**row, "id": str(uuid.uuid4())})


def with_ids(body: models.FeedbackBatch) -> models.FeedbackBatch:
    """The same for a batch."""
    return {**body, "batch": [with_id(row) for row in body["batch"]]}


def line(row: Row, row_id: str) -> bytes | None:
    """The row as a line of an import, with this id if it has none; None for an empty line.

    A text keeps its bytes, because payloads are stored as they are sent.
    """
    if not isinstance(row, (str, bytes)):
        return to_json(row if row.get("id") else {"id": row_id, **{name: value for name, value in row.items() if name != "id"}})
    text = (row if isinstance(row, bytes) else row.encode()).removeprefix(b"\xef\xbb\xbf").strip()
    if not text:
        return None
    try:
        content = json.loads(text)
    except ValueError:
        return text
    if not isinstance(content, dict) or content.get("id"):
        return text
    # Of two members with the same name, the server reads the first.
    return b'{"id":' + to_json(row_id) + (b"," if content else b"") + text[1:]


def to_json(value: Any) -> bytes:
    """Compact JSON in UTF-8."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
