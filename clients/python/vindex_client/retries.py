"""When a request is sent again."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from typing import Callable

from .errors import ApiError, ConnectionFailedError, VindexError


@dataclass(frozen=True)
class RetryPolicy:
    """How often and after which delays a request is repeated."""

    attempts: int = 4
    """Attempts in all; 1 turns retries off."""
    base: float = 0.5
    """Longest delay before the second attempt, in seconds. It doubles with each attempt."""
    longest: float = 60.0
    """Longest delay in seconds. If the server asks for a longer one, the error is raised instead."""
    sleep: Callable[[float], None] = time.sleep
    random: Callable[[], float] = random.random
    """From 0 to 1; spreads the requests of several clients."""

    def delay(self, attempt: int, retry_after: float | None) -> float | None:
        """Seconds to wait after an attempt, counted from 1; None for giving up."""
        if attempt >= self.attempts:
            return None
        if retry_after is not None:
            return None if retry_after > self.longest else retry_after + self.base * self.random()
        backoff = min(self.longest, self.base * 2 ** (attempt - 1))
        return backoff * (0.5 + 0.5 * self.random())


class Attempts:
    """Counts the attempts of one operation."""

    def __init__(self, policy: RetryPolicy) -> None:
        self._policy = policy
        self._made = 0

    def again(self, error: VindexError, repeatable: bool) -> bool:
        """Waits and returns True if the operation should be tried again."""
        self._made += 1
        if not may_repeat(error, repeatable):
            return False
        delay = self._policy.delay(self._made, error.retry_after if isinstance(error, ApiError) else None)
        if delay is None:
            return False
        self._policy.sleep(delay)
        return True


def may_repeat(error: VindexError, repeatable: bool) -> bool:
    """Whether a request can be sent again after this error. One that is not repeatable must not have been executed."""
    if isinstance(error, ConnectionFailedError):
        return repeatable
    if not isinstance(error, ApiError):
        return False
    if error.status == 429:
        return True
    if error.status == 503:
        # Rejected before it was executed, unless the store did not respond or a proxy wrote this.
        return repeatable or error.code not in ("store_unavailable", "http_503")
    return repeatable and (error.status in (502, 504) or error.code == "idempotency_running")
