"""Which changes of the code no test notices: ``make mutants``, with MODULES=PATH or SAMPLE=5 for some.

cosmic-ray changes one place of a module at a time (a bound, an operator, a negation, a loop that does not
run) and runs the tests that ``[tool.fazhi.mutants]`` in pyproject.toml names for it; who survives is shown as
a difference. A mutant takes seconds, a module minutes, all of them hours; a sample draws so many of each
module, the same each time. The source is changed where it stands and put back after each mutant, so a module
with changes of its own is refused.
"""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
import tomllib
from contextlib import closing
from pathlib import Path

SESSIONS = Path("build/mutants")
PROGRAMS = Path(sys.executable).parent
#: Mutants that say nothing: of types in annotations, of operators that no type has, of exceptions' names.
LEFT_OUT = [
    "core/ReplaceBinaryOperator_(?!Add_Sub|Sub_Add|Mul_Add)",
    "core/ReplaceComparisonOperator_(?!Eq_NotEq|NotEq_Eq|Lt_LtE|LtE_Lt|Gt_GtE|GtE_Gt|In_NotIn|Is_IsNot)",
    "core/ReplaceUnaryOperator",
    "core/ExceptionReplacer",
]
CONFIGURATION = """\
[cosmic-ray]
module-path = ["{module}"]
timeout = 120.0
test-command = "{python} -m pytest -x -q -p no:cacheprovider {tests}"
[cosmic-ray.distributor]
name = "local"
[cosmic-ray.filters.operators-filter]
exclude-operators = {left_out}
"""


def main(modules: list[str]) -> None:
    """Mutate the modules, all that pyproject.toml names if none is given, and print who survives."""
    tests = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["tool"]["fazhi"]["mutants"]
    for module in modules or tests:
        if module not in tests:
            sys.exit(f"{module}: pyproject.toml names no tests for it in [tool.fazhi.mutants]")
        if subprocess.run(["git", "diff", "--quiet", "HEAD", "--", module], check=False).returncode:
            sys.exit(f"{module}: it has changes; commit them first")
    sample = int(os.environ.get("SAMPLE") or 0)
    for module in modules or tests:
        killed, survived = mutate(module, tests[module], sample)
        print(f"{module}: {killed} killed, {len(survived)} survived", *survived, sep="\n", flush=True)


def mutate(module: str, tests: list[str], sample: int) -> tuple[int, list[str]]:
    """How many mutants of the module are killed, and the differences of those that survive.

    Of all of its mutants if ``sample`` is 0, else of so many.
    """
    SESSIONS.mkdir(parents=True, exist_ok=True)
    name = SESSIONS / module.replace("/", ".").removesuffix(".py")
    configuration, session = f"{name}.toml", f"{name}.sqlite"
    Path(configuration).write_text(
        CONFIGURATION.format(module=module, python=sys.executable, tests=" ".join(tests), left_out=LEFT_OUT),
        "utf-8",
    )
    Path(session).unlink(missing_ok=True)
    _run("cosmic-ray", "baseline", configuration)
    _run("cosmic-ray", "init", configuration, session)
    _run("cr-filter-operators", session, configuration)
    if sample:
        _leave(session, sample)
    _run("cosmic-ray", "exec", configuration, session)
    with closing(sqlite3.connect(session)) as results:
        rows = results.execute(
            "SELECT test_outcome, diff FROM work_results WHERE worker_outcome = 'NORMAL'"
        ).fetchall()
    return sum(outcome == "KILLED" for outcome, _ in rows), [
        d for outcome, d in rows if outcome == "SURVIVED"
    ]


def _run(program: str, *arguments: str) -> None:
    subprocess.run([PROGRAMS / program, *arguments], check=True)


def _leave(session: str, sample: int) -> None:
    """Take all but some of the mutants that are to be tried out of a session."""
    with closing(sqlite3.connect(session)) as items, items:
        rows = items.execute(
            "SELECT job_id FROM mutation_specs WHERE job_id NOT IN (SELECT job_id FROM work_results) "
            "ORDER BY operator_name, occurrence, start_pos_row, start_pos_col"
        ).fetchall()
        kept = random.Random(0).sample(rows, min(sample, len(rows)))
        for (job,) in set(rows) - set(kept):
            for table in ("mutation_specs", "work_items"):
                items.execute(f"DELETE FROM {table} WHERE job_id = ?", (job,))


if __name__ == "__main__":
    main(sys.argv[1:])
