"""Verification of callbacks."""

from __future__ import annotations

import base64
import hashlib
import hmac
import unittest
from typing import Any

from vindex_client import SignatureError, verify_callback

SECRET = "whsec_" + base64.b64encode(b"0123456789abcdef01234567").decode()
OLD = "an-old-secret-that-is-a-text"
NOW = 1_780_000_000
BODY = '{"job_id": "j1", "status": "failed", "error": "ü"}'.encode()


def standard(secret: str, at: int = NOW, identifier: str = "dl_1", body: bytes = BODY) -> str:
    key = base64.b64decode(secret[6:]) if secret.startswith("whsec_") else secret.encode()
    return "v1," + base64.b64encode(hmac.digest(key, f"{identifier}.{at}.".encode() + body, hashlib.sha256)).decode()


def own(secret: str, at: int = NOW, body: bytes = BODY) -> str:
    return "sha256=" + hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()


def headers(**values: Any) -> dict[str, Any]:
    given = {"webhook-id": "dl_1", "webhook-timestamp": str(NOW), "X-Vindex-Timestamp": str(NOW), **values}
    return {name.replace("_", "-"): value for name, value in given.items()}


class Webhooks(unittest.TestCase):
    def accepts(self, given: dict[str, Any], secret: Any = SECRET, now: float = NOW, body: bytes = BODY) -> bool:
        try:
            verify_callback(secret, given, body, now=now)
        except SignatureError:
            return False
        return True

    def test_both_forms_are_accepted(self) -> None:
        callback = verify_callback(SECRET, headers(Webhook_Signature=standard(SECRET)), BODY, now=NOW)
        self.assertEqual((callback.id, callback.body["job_id"]), ("dl_1", "j1"))
        callback = verify_callback(OLD, headers(X_Vindex_Signature=own(OLD)), BODY, now=NOW)
        self.assertIsNone(callback.id)
        self.assertTrue(self.accepts(headers(x_vindex_signature=own(SECRET))))
        self.assertTrue(self.accepts(headers(webhook_signature=standard(OLD)), OLD))

    def test_one_of_several_signatures_or_secrets_is_enough(self) -> None:
        both = f"{standard(SECRET)} {standard(OLD)}"
        for secret in SECRET, OLD, [OLD, "another"]:
            self.assertTrue(self.accepts(headers(webhook_signature=both), secret))
            self.assertTrue(self.accepts(headers(X_Vindex_Signature=f"{own(SECRET)}, {own(OLD)}"), secret))
        self.assertTrue(self.accepts(headers(webhook_signature=[standard(SECRET), standard(OLD)]), OLD))
        self.assertTrue(self.accepts(headers(webhook_signature=f"v1a,AAAA {standard(SECRET)}")))

    def test_everything_that_is_signed_counts(self) -> None:
        good = standard(SECRET)
        self.assertFalse(self.accepts(headers(webhook_signature=good), body=BODY + b" "))
        self.assertFalse(self.accepts({**headers(webhook_signature=good), "webhook-id": "dl_2"}))
        self.assertFalse(self.accepts({**headers(webhook_signature=good), "webhook-timestamp": str(NOW - 1)}))
        self.assertFalse(self.accepts(headers(webhook_signature=good), "another-secret-0123456789"))
        self.assertFalse(self.accepts(headers(X_Vindex_Signature=own(OLD)), SECRET))
        # A valid signature of the other form does not make up for a wrong one, because only one of them covers the id.
        self.assertFalse(self.accepts(headers(webhook_signature=standard(OLD), X_Vindex_Signature=own(SECRET))))

    def test_the_time_must_be_near(self) -> None:
        for late in -301, 301:
            self.assertFalse(self.accepts(headers(webhook_signature=standard(SECRET)), now=NOW + late))
            self.assertFalse(self.accepts(headers(X_Vindex_Signature=own(SECRET)), now=NOW + late))
        self.assertTrue(self.accepts(headers(webhook_signature=standard(SECRET)), now=NOW + 300))
        verify_callback(SECRET, headers(webhook_signature=standard(SECRET)), BODY, now=NOW + 3000, tolerance=3600)

    def test_nonsense_is_no_signature(self) -> None:
        for nonsense in "", "v1", "v1,", "v1,%%%", "sha256=", "sha256=zz", "ü":
            self.assertFalse(self.accepts(headers(webhook_signature=nonsense)), nonsense)
            self.assertFalse(self.accepts(headers(X_Vindex_Signature=nonsense)), nonsense)
        self.assertFalse(self.accepts({}))
        for timestamp in "", "-1", "1e9", "²", " ":
            self.assertFalse(self.accepts({**headers(X_Vindex_Signature=own(SECRET)), "X-Vindex-Timestamp": timestamp}), timestamp)
        with self.assertRaises(ValueError):
            verify_callback("whsec_%%%", headers(webhook_signature=standard(SECRET)), BODY, now=NOW)


if __name__ == "__main__":
    unittest.main()
