"""The examples of the documentation run as they stand there."""

from __future__ import annotations

import contextlib
import io
import os
import pathlib
import re
import tempfile
import unittest
from typing import Any
from unittest import mock

from .server import ROOT, SCOPES, Server


class Examples(unittest.TestCase):
    def test_the_examples_of_the_documentation_run(self) -> None:
        server = Server.running()
        with tempfile.TemporaryDirectory() as folder, _within(folder):
            line = '{"weave_ref": "SHOP-7", "feedback_type": "survey", "payload": {"stars": 4}}\n'
            pathlib.Path("feedback.ndjson").write_text(line * 3, encoding="utf-8")
            environment = {"VINDEX_URL": server.url, "VINDEX_KEY": server.new_key(SCOPES), "VINDEX_SECRET": "whsec_c2VjcmV0"}
            for page in "clients/python/README.md", "docs/clients.md":
                blocks = re.findall(r"^```python\n(.*?)^```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
                self.assertTrue(blocks, page)
                names: dict[str, Any] = {"__name__": "example"}
                output = io.StringIO()
                with mock.patch.dict(os.environ, environment), contextlib.redirect_stdout(output):
                    for number, block in enumerate(blocks, 1):
                        exec(compile(block, f"{page} example {number}", "exec"), names)  # noqa: S102
                    if "receive" in names:
                        self.assertEqual(names["receive"]({}, b"{}"), 401)
                self._close(names)
                self.assertTrue(output.getvalue().strip(), page)

    @staticmethod
    def _close(names: dict[str, Any]) -> None:
        for value in names.values():
            if hasattr(value, "close") and hasattr(value, "get_summary") and not isinstance(value, type):
                value.close()


@contextlib.contextmanager
def _within(folder: str) -> Any:
    """contextlib.chdir, which Python 3.10 does not have."""
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


if __name__ == "__main__":
    unittest.main()
