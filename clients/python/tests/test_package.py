"""The package contains the library, its types and its documentation."""

from __future__ import annotations

import importlib.util
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import unittest

FOLDER = pathlib.Path(__file__).resolve().parents[1]


class Package(unittest.TestCase):
    @unittest.skipUnless(importlib.util.find_spec("setuptools"), "setuptools is not installed")
    def test_the_package_contains_what_it_needs_and_no_tests(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            source = pathlib.Path(folder, "source")
            shutil.copytree(FOLDER, source, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
            build = [sys.executable, "-c", f"import setuptools.build_meta as build; build.build_sdist({folder!r})"]
            done = subprocess.run(build, cwd=source, capture_output=True, text=True, check=False)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            with tarfile.open(next(pathlib.Path(folder).glob("*.tar.gz"))) as archive:
                files = {pathlib.PurePosixPath(*pathlib.PurePosixPath(name).parts[1:]).as_posix() for name in archive.getnames()}
        modules = {f"vindex_client/{path.name}" for path in (FOLDER / "vindex_client").glob("*.py")}
        self.assertLessEqual(modules | {"vindex_client/py.typed", "README.md", "pyproject.toml"}, files)
        self.assertEqual([name for name in files if "tests" in name], [])


if __name__ == "__main__":
    unittest.main()
