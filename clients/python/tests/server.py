"""A real server in a process of its own, with two companies."""

from __future__ import annotations

import atexit
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import threading

from vindex_client import VindexClient

ROOT = pathlib.Path(__file__).resolve().parents[3]
PROGRAM = os.environ.get("VINDEX_DLL", str(ROOT / "src/Vindex.Cli/bin/Release/net10.0/vindex.dll"))
ADMIN_KEY = "an-admin-key-of-more-than-32-characters"
SCOPES = ["scores:write", "scores:read", "feedback:write", "feedback:read", "installations:write"]


class Server:
    """Runs until the tests have ended."""

    _running: Server | None = None

    @classmethod
    def running(cls) -> Server:
        """The server of all tests, started by the first of them."""
        if cls._running is None:
            cls._running = cls()
            atexit.register(cls._running.close)
        return cls._running

    def __init__(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="vindex-python-")
        settings = {
            "VINDEX_ADMIN_KEY": ADMIN_KEY,
            "Vindex__Logging__Level": "error",
            "Vindex__Limits__Score__Requests": "30",
            "Vindex__Callbacks__AllowHttp": "true",
            "Vindex__Callbacks__AllowedNetworks": "127.0.0.0/8",
        }
        self._process = subprocess.Popen(
            ["dotnet", PROGRAM, "serve", "--data", self._folder, "--urls", "http://127.0.0.1:0"],
            env={**os.environ, **settings},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        self.url = self._address()
        self._drain = threading.Thread(target=self._process.stdout.read, daemon=True)
        self._drain.start()
        self.admin = VindexClient(self.url, ADMIN_KEY)
        self.company = self.admin.create_company({"name": "Acme", "slug": "acme"})
        self.key = self.new_key(SCOPES)
        other = self.admin.create_company({"name": "Other", "slug": "other"})
        self.other_key = self.new_key(SCOPES, other["company_id"])

    def new_key(self, scopes: list[str], company_id: str | None = None) -> str:
        key = self.admin.create_key(company_id or self.company["company_id"], {"name": "tests", "scopes": scopes})["api_key"]
        assert key is not None
        return key

    def close(self) -> None:
        self.admin.close()
        self._process.send_signal(signal.SIGTERM)
        self._process.wait()
        self._drain.join()
        self._process.stdout.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _address(self) -> str:
        for line in self._process.stdout:
            if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                return found.group()
        raise RuntimeError(f"the server ended with code {self._process.wait()}")
