"""A client for Vindex, which judges tickets on INVEST."""

from . import models
from ._transport import Stream
from .client import BatchResult, ImportResult, VindexClient
from .errors import (
    ApiError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    ConnectionFailedError,
    ImportInterruptedError,
    IncompleteResponseError,
    InvalidFieldsError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitedError,
    ServerError,
    SignatureError,
    TimedOutError,
    TooLargeError,
    UnavailableError,
    VindexError,
)
from .retries import RetryPolicy
from .webhooks import Callback, FailedCallback, ScoredCallback, verify_callback

__all__ = [
    "ApiError",
    "AuthenticationError",
    "BadRequestError",
    "BatchResult",
    "Callback",
    "ConflictError",
    "ConnectionFailedError",
    "FailedCallback",
    "ImportInterruptedError",
    "ImportResult",
    "IncompleteResponseError",
    "InvalidFieldsError",
    "NotFoundError",
    "PermissionDeniedError",
    "RateLimitedError",
    "RetryPolicy",
    "ScoredCallback",
    "ServerError",
    "SignatureError",
    "Stream",
    "TimedOutError",
    "TooLargeError",
    "UnavailableError",
    "VindexClient",
    "VindexError",
    "models",
    "verify_callback",
]
