"""How well scans are recognised: ``python benchmarks/recognition.py [DOTS]``, 150 dots an inch if not given.

The reports of the suite of forms are printed by LibreOffice and turned into pictures of their pages. Prints
of each report its pages, the processor's seconds a page, the share of its characters that were recognised,
its records, and by type those that its text has and the scan has not, or the other way round; then these.
Marks of either width are the same. Needs the development dependencies, the extra ``ocr`` and LibreOffice;
what was recognised earlier is not used.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from pathlib import Path
from time import process_time

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import pypdfium2  # noqa: E402

from fazhi.extractors import read_bytes  # noqa: E402
from tests.forms.forms import by_libreoffice, scanned  # noqa: E402
from tests.forms.reports import (  # noqa: E402
    EXAMPLES,
    SYNTHETIC,
    of_any_width,
    of_text,
    share_of_characters,
    statements,
)


def main(dots: int) -> None:
    """Measure and print."""
    reports = [*EXAMPLES, *SYNTHETIC]
    print(f"{'report':<38}{'pages':>6}{'s/page':>8}{'characters':>12}{'records':>9}  not the same")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FAZHI_CACHE"] = str(Path(folder) / "cache")
        files = scanned(by_libreoffice("pdf"), dots)(reports, Path(folder))
        for report, file in zip(reports, files, strict=True):
            start = process_time()
            document = read_bytes(file, ocr=True)
            seconds = process_time() - start
            with pypdfium2.PdfDocument(file) as pdf:
                pages = len(pdf)
            share = share_of_characters(report.document.text, document.text)
            expected, found = of_any_width(of_text(report)), of_any_width(statements(document))
            gone, new = expected - found, found - expected
            kinds = dict(Counter(statement.split()[0] for statement in (gone + new).elements()))
            print(
                f"{report.path.stem:<38}{pages:>6}{seconds / pages:>8.1f}{share:>12.2%}{expected.total():>9}"
                f"  {kinds or ''}"
            )
            for sign, statement in [*(("-", each) for each in gone), *(("+", each) for each in new)]:
                print(f"  {sign} {statement}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:] or ["150"]))
