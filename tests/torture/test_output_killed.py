"""A run that is killed while it writes leaves the earlier file or the new one, never a part."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = pytest.mark.torture

SIZE = 5_000_000
PROGRAM = """
import sys
from pathlib import Path
from fazhi.kg.commands.output import write_output
print("ready", flush=True)
while True:
    for letter in b"ab":
        write_output(bytes([letter]) * int(sys.argv[2]), Path(sys.argv[1]))
"""


@pytest.mark.rounds(10)
def test_a_killed_run_leaves_a_whole_file(seed: int, tmp_path: Path) -> None:
    file = tmp_path / "out"
    file.write_bytes(b"b" * SIZE)
    command = [sys.executable, "-c", PROGRAM, str(file), str(SIZE)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(random.Random(seed).uniform(0, 0.5))
        process.kill()
    content = file.read_bytes()
    assert content in (b"a" * SIZE, b"b" * SIZE), f"seed {seed}: {len(content)} bytes"
    # What the killed run had begun stands beside it, hidden; it is in no one's way.
    for left in set(tmp_path.iterdir()) - {file}:
        assert left.name.startswith(".fazhi-")
        left.unlink()
