"""Does extraction still yield what it did? Digests of what users get: ``python benchmarks/unchanged.py``.

Run it before and after a change that must not change what is read, and compare the two outputs. It prints
the SHA-256 of the records of every example and annotated report (``fazhi extract``) and of the export of
the examples' store (``fazhi export``), the program's version in its provenance left out of account.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "examples" / "reports"
GOLD = ROOT / "tests" / "gold"
FORMS = ("nquads", "turtle")
_VERSION = re.compile(rb"(fazhi-kg[/ ])\d+(?:\.\w+)*")


def main() -> None:
    """Print a digest a line: of each report's records, of all of them together, of each form of export."""
    total = hashlib.sha256()
    reports = sorted([*EXAMPLES.glob("*.txt"), *GOLD.rglob("*.txt")])
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        for report, records in zip(reports, threads.map(_records, reports), strict=True):
            total.update(records)
            print(_digest(records), report.relative_to(ROOT).as_posix())
    print(total.hexdigest()[:16], f"records of {len(reports)} reports")
    with tempfile.TemporaryDirectory() as folder:
        store = str(Path(folder, "store"))
        _fazhi("build", str(EXAMPLES), "--store", store)
        for form in FORMS:
            exported = _fazhi("export", "--format", form, "--store", store)
            print(_digest(_VERSION.sub(rb"\1", exported)), f"export as {form}, {len(exported)} bytes")


def _records(report: Path) -> bytes:
    return _fazhi("extract", str(report))


def _fazhi(*arguments: str) -> bytes:
    program = Path(sys.executable).with_name("fazhi")
    return subprocess.run([program, *arguments], check=True, capture_output=True).stdout


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]


if __name__ == "__main__":
    main()
