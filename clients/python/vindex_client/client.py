"""The client: generated operations, and what they do not do by themselves."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Callable, Iterable, Iterator, Mapping

from . import models
from ._operations import Operations
from ._rows import Row, line, to_json
from ._transport import Stream, parse
from .errors import ApiError, ImportInterruptedError, IncompleteResponseError, VindexError, refusal
from .retries import Attempts

_BATCH_TICKETS = 1000
_BATCH_BYTES = 8 << 20
_SEGMENT_BYTES = 4 << 20
_SHOWN_ERRORS = 100
_BATCH = "/v1/score/batch"
_IMPORT = "/feedback/import"
_NDJSON = "application/x-ndjson"


@dataclass(frozen=True)
class BatchResult:
    """The result of one ticket of a batch: a score or an error."""

    index: int
    """Position of the ticket in the input, from 0."""
    ticket: models.BatchTicket
    score: models.ScoreAnswer | None = None
    error: ApiError | None = None


@dataclass
class ImportResult:
    """What an import stored."""

    import_id: str
    lines: int = 0
    """Lines that are stored or rejected for good, from the first."""
    imported: int = 0
    rejected: int = 0
    errors: list[models.FeedbackLineError] = field(default_factory=list)
    """The first hundred rejected lines."""


class VindexClient(Operations):
    """A client of a Vindex server. Methods can be called from several threads."""

    def score_batch(
        self, tickets: Iterable[models.BatchTicket], *, details: bool = False, size: int = _BATCH_TICKETS, timeout: float | None = None
    ) -> Iterator[BatchResult]:
        """Scores any number of tickets, in requests of at most size tickets and 8 MiB, and yields the results in order.

        A ticket that fails has an error and does not stop the others. A request that is cut off is sent again with
        the same idempotency key, so that no ticket is scored twice.
        """
        if not 1 <= size <= _BATCH_TICKETS:
            raise ValueError(f"size must be 1 to {_BATCH_TICKETS}")
        first = 0
        for chunk in _chunks(((ticket, to_json(ticket)) for ticket in tickets), size, _BATCH_BYTES):
            outcomes = self._score_chunk([text for _, text in chunk], details, timeout)
            for index, (ticket, _) in enumerate(chunk):
                outcome = outcomes[index]
                if isinstance(outcome, ApiError):
                    yield BatchResult(first + index, ticket, error=outcome)
                else:
                    yield BatchResult(first + index, ticket, score=outcome)
            first += len(chunk)

    def _score_chunk(self, lines: list[bytes], details: bool, timeout: float | None) -> dict[int, Any]:
        outcomes: dict[int, Any] = {}
        key, attempts = str(uuid.uuid4()), Attempts(self._retries)
        while True:
            self._call(
                "POST",
                _BATCH,
                lambda stream: _read_batch(stream, outcomes),
                query={"details": details or None},
                content=b"\n".join(lines),
                content_type=_NDJSON,
                keyed=True,
                idempotency_key=key,
                timeout=timeout,
                attempts=attempts,
            )
            waiting = next((error for error in outcomes.values() if _is_passing(error)), None)
            if waiting is None or not attempts.again(waiting, True):
                return outcomes

    def import_feedback(
        self,
        project_id: str | None,
        rows: Iterable[Row],
        *,
        import_id: str | None = None,
        start: int = 0,
        segment: int = 5000,
        on_progress: Callable[[ImportResult], None] | None = None,
        timeout: float | None = None,
    ) -> ImportResult:
        """Stores any number of rows of feedback: dictionaries, or lines of JSON, such as an open file.

        project_id: the project of all rows; None if each row names its own.
        import_id: begins the ids of rows that have none, so that no row is stored twice; by default a new one.
        start: number of lines to leave out, because an interrupted import stored them: ImportInterruptedError.lines.
        segment: number of rows in a request. A request that is cut off is sent again.
        on_progress: called after each request.
        """
        result = ImportResult(import_id or str(uuid.uuid4()), lines=start)
        numbered = ((number, line(row, f"{result.import_id}-{number}")) for number, row in islice(enumerate(rows, 1), start, None))
        sent = ((number, text) for number, text in numbered if text is not None)
        for chunk in _chunks(sent, segment, _SEGMENT_BYTES):
            try:
                answer = self._import_segment(project_id, [text for _, text in chunk], timeout)
            except VindexError as error:
                message = f"the import {result.import_id} stopped after line {result.lines}: {error}"
                raise ImportInterruptedError(message, result.lines, result.import_id, result.imported, result.rejected) from error
            result.lines = chunk[-1][0]
            result.imported += answer["imported"]
            result.rejected += answer["rejected"]
            for problem in answer["errors"]:
                if len(result.errors) < _SHOWN_ERRORS:
                    result.errors.append({"line": chunk[problem["line"] - 1][0], "reason": problem["reason"]})
            if on_progress is not None:
                on_progress(result)
        return result

    def _import_segment(self, project_id: str | None, lines: list[bytes], timeout: float | None) -> Any:
        return self._call(
            "POST",
            _IMPORT,
            _read_import,
            query={"project_id": project_id},
            content=b"\n".join(lines),
            content_type=_NDJSON,
            repeatable=True,
            timeout=timeout,
        )

    def iterate_feedback(self, body: models.FeedbackQuery, *, page: int = 1000, timeout: float | None = None) -> Iterator[dict[str, Any]]:
        """All rows that match a query, read page by page. A limit in the body is the largest number of rows in all."""
        offset, left = body.get("offset") or 0, body.get("limit")
        while left is None or left > 0:
            limit = page if left is None else min(page, left)
            rows = self.query_feedback({**body, "offset": offset, "limit": limit}, timeout=timeout)["result"]
            yield from rows
            offset += len(rows)
            left = None if left is None else left - len(rows)
            if len(rows) < limit:
                return


def _chunks(items: Iterable[tuple[Any, bytes]], most: int, most_bytes: int) -> Iterator[list[Any]]:
    chunk: list[Any] = []
    length = 0
    for item in items:
        if chunk and (len(chunk) == most or length + len(item[1]) + 1 > most_bytes):
            yield chunk
            chunk, length = [], 0
        chunk.append(item)
        length += len(item[1]) + 1
    if chunk:
        yield chunk


def _read_batch(stream: Stream, outcomes: dict[int, Any]) -> None:
    for text in stream.lines():
        read: Mapping[str, Any] = parse(text)
        if read.get("done") is True:
            return
        members = {name: value for name, value in read.items() if name not in ("index", "status")}
        failed = read["status"] >= 300
        outcomes[read["index"]] = refusal(f"POST {_BATCH}", read["status"], read) if failed else members
    raise IncompleteResponseError("the response to a batch ended before its last line")


# Such a ticket is scored when the batch is sent again.
def _is_passing(outcome: Any) -> bool:
    return isinstance(outcome, ApiError) and (outcome.status in (429, 503) or outcome.code == "idempotency_running")


def _read_import(stream: Stream) -> Any:
    for text in stream.lines():
        read = parse(text)
        if read.get("errors") is not None:
            return read
    raise IncompleteResponseError("the response to an import ended before its last line")
