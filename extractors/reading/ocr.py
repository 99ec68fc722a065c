"""Optical character recognition (OCR, 文字识别) of pages, by RapidOCR with the models in its package.

What was recognised is kept in the user's cache by the picture and the version of what recognises, since a
page takes seconds. Nothing goes to the network.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import math
import os
import tempfile
import zlib
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

from fazhi.extractors.reading.source import ReadError, Unavailable
from fazhi.ontology.languages import Both, both

#: The packages of the extra, by the names under which they are imported.
_PACKAGES = {"rapidocr": "rapidocr", "onnxruntime": "onnxruntime", "opencv-python-headless": "cv2"}
#: To be raised where the same picture gives another result than before.
_WAY = 2
_SETTINGS = {
    "Global.log_level": "critical",
    # Whole pages that are turned are turned below.
    "Global.use_cls": False,
    "Global.max_side_len": 10_000,
    # Side by side, lines take twice the memory and, filled up to one length, longer.
    "Rec.rec_batch_num": 1,
    # Where lines are, a page of this height shows well enough.
    "Det.limit_type": "max",
    "Det.limit_side_len": 1280,
    # Pages are recognised in several processes.
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}
#: A page that reads at least as well stands upright; others are tried in all four turns.
_GOOD = 0.8
#: A picture with a side shorter than this, in pixels, or so many times longer than wide shows no page.
_SHORTEST, _NARROWEST = 32, 20
#: A rule across is longer than so many times the usual height of lines, one down than so many: no stroke is.
_ACROSS, _DOWN = 4, 2
_MAX_RULES = 2_000
#: A box this many times higher than wide holds a line that stands on end.
_ON_END = 1.5


@dataclass(frozen=True)
class ScannedLine:
    """A line recognised in a picture: its text, and how sure that is, 0 to 1.

    Places are pixels of the upright picture from its top left corner: the ``left`` and ``right`` end of the
    line at half its ``height``, and of each character how far from the left end its middle is.
    """

    text: str
    confidence: float
    left: tuple[float, float]
    right: tuple[float, float]
    height: float
    middles: tuple[float, ...]


#: Where a straight rule stands: x and y of its ends, in pixels.
ScannedRule = tuple[float, float, float, float]


@dataclass(frozen=True)
class Scan:
    """What was recognised on a page: its lines, from top to bottom as a rule.

    It was turned clockwise by ``turn`` degrees before; ``width`` and ``height`` are those of the upright
    picture in pixels. ``rules`` stand as they would if the page had been scanned straight, turned about its
    middle by its :attr:`slope`.
    """

    lines: tuple[ScannedLine, ...]
    width: int
    height: int
    turn: int = 0
    rules: tuple[ScannedRule, ...] = ()

    @property
    def slope(self) -> float:
        """By how many radians most of what is written falls to the right; 0 where too little is written."""
        slopes = [
            math.atan2(line.right[1] - line.left[1], line.right[0] - line.left[0])
            for line in self.lines
            if line.right[0] - line.left[0] > 3 * line.height
        ]
        return median(slopes) if slopes else 0.0

    @property
    def confidence(self) -> float:
        """How sure the text is, 0 to 1: the mean over its characters; 1 for an empty page."""
        characters = sum(len(line.text) for line in self.lines)
        surely = sum(line.confidence * len(line.text) for line in self.lines)
        return round(surely / characters, 3) if characters else 1.0


def offer(what: str, what_zh: str) -> Both:
    """What is said of something without text, which the user can have recognised."""
    extra = "" if _missing() is None else ", after pip install 'fazhi-kg[ocr]'"
    extra_zh = "" if _missing() is None else "（先运行 pip install 'fazhi-kg[ocr]'）"
    return both(f"{what}; --ocr recognises it{extra}", f"{what_zh}，可用 --ocr 识别{extra_zh}")


def require() -> None:
    """Raise :class:`ReadError` where the packages are missing that recognise text."""
    if missing := _missing():
        raise Unavailable(
            f"{missing}, which recognises text, is not installed; pip install 'fazhi-kg[ocr]'",
            f"文字识别组件 {missing} 尚未安装：pip install 'fazhi-kg[ocr]'",
        )


def _missing() -> str | None:
    return next((name for name, module in _PACKAGES.items() if find_spec(module) is None), None)


def recognised(picture: Any) -> Scan:
    """What stands on a picture, rows of pixels in blue, green and red; from the cache if it is there.

    Raises :class:`ReadError` where the packages are missing, or the cache cannot be written.
    """
    require()
    file = _cache() / f"{_digest(picture)}.json.gz"
    kept = _kept(file)
    if kept is None:
        kept = _upright(picture)
        _keep(file, kept)
    return kept


def _upright(picture: Any) -> Scan:
    import numpy

    height, width = picture.shape[:2]
    if min(height, width) < max(_SHORTEST, max(height, width) / _NARROWEST):
        return Scan((), width, height)
    best, best_weight = None, -1.0
    for turn in (0, 90, 270, 180):
        turned = numpy.ascontiguousarray(numpy.rot90(picture, -turn // 90))
        lines, upright = _lines(turned)
        scan = Scan(lines, turned.shape[1], turned.shape[0], turn)
        if upright and scan.confidence >= _GOOD:
            return replace(scan, rules=_rules(turned, scan)) if lines else scan
        weight = sum(line.confidence**2 * len(line.text) for line in lines) if upright else 0.0
        if weight > best_weight:
            best, best_weight = scan, weight
    assert best is not None
    return best


def _lines(picture: Any) -> tuple[tuple[ScannedLine, ...], bool]:
    """The lines, and whether most of what is written does not stand on end."""
    try:
        found = _engine()(picture, return_word_box=True, return_single_char_box=True)
    except MemoryError:
        raise
    except Exception as error:  # Of its own, OpenCV's, ONNX Runtime's.
        raise ReadError(
            f"a picture that cannot be recognised ({type(error).__name__})",
            f"图片无法识别（{type(error).__name__}）",
        ) from error
    lines = []
    on_end = 0
    for corners, text, score, words in zip(
        *(
            (found.boxes, found.txts, found.scores, found.word_results)
            if found.boxes is not None
            else ([],) * 4
        ),
        strict=True,
    ):
        top_left, top_right, bottom_right, bottom_left = ((float(x), float(y)) for x, y in corners)
        left, right = _middle(top_left, bottom_left), _middle(top_right, bottom_right)
        height, width = math.dist(top_left, bottom_left), math.dist(left, right)
        on_end += len(text) if height > _ON_END * width and len(text) > 1 else 0
        lines.append(
            ScannedLine(
                text,
                round(float(score), 4),
                left,
                right,
                height,
                tuple(_middles(text, words, left, width)),
            )
        )
    return tuple(lines), 2 * on_end <= sum(len(line.text) for line in lines)


def _rules(picture: Any, scan: Scan) -> tuple[ScannedRule, ...]:
    """The rules across and down a page after it was turned straight."""
    import cv2
    import numpy

    height, width = picture.shape[:2]
    straight = cv2.getRotationMatrix2D((width / 2, height / 2), math.degrees(scan.slope), 1)
    grey = cv2.warpAffine(
        cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), straight, (width, height), borderValue=255
    )
    # What is darker than its surroundings: paper is not white everywhere.
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)
    found: list[ScannedRule] = []
    line = median(each.height for each in scan.lines)
    for across, size in ((True, (int(line * _ACROSS), 1)), (False, (1, int(line * _DOWN)))):
        longest = cv2.morphologyEx(ink, cv2.MORPH_OPEN, numpy.ones(size[::-1], numpy.uint8))
        for x, y, wide, high, _ in cv2.connectedComponentsWithStats(longest)[2][1:_MAX_RULES].tolist():
            middle = (y + high / 2) if across else (x + wide / 2)
            found.append((x, middle, x + wide, middle) if across else (middle, y, middle, y + high))
    return tuple(found)


def _middle(first: tuple[float, float], second: tuple[float, float]) -> tuple[float, float]:
    return (first[0] + second[0]) / 2, (first[1] + second[1]) / 2


def _middles(text: str, words: Any, left: tuple[float, float], width: float) -> list[float]:
    """How far from the line's left end the middle of each character is; spread evenly where not known."""
    boxes = [corners for word, _, corners in words for _ in word]
    if len(boxes) != len(text):
        return [width * (number + 0.5) / len(text) for number in range(len(text))]
    middles = []
    for corners in boxes:
        x, y = (sum(float(corner[axis]) for corner in corners) / len(corners) for axis in (0, 1))
        middles.append(round(math.dist(left, (x, y)), 1))
    return middles


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params=_SETTINGS)


def _digest(picture: Any) -> str:
    program = (_WAY, sorted(_SETTINGS.items()), [version(name) for name in _PACKAGES], picture.shape)
    return hashlib.sha256(repr(program).encode() + picture.tobytes()).hexdigest()


def _cache() -> Path:
    """The folder of the cache: FAZHI_CACHE, else that of fazhi where the user's programs keep theirs."""
    if given := os.environ.get("FAZHI_CACHE"):
        return Path(given) / "ocr"
    home = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or Path.home() / ".cache"
    return Path(home) / "fazhi" / "ocr"


def _kept(file: Path) -> Scan | None:
    """What was kept of a page; None where there is nothing, or it is damaged."""
    try:
        found = json.loads(gzip.decompress(file.read_bytes()))
        lines = tuple(
            ScannedLine(
                str(line["text"]),
                float(line["confidence"]),
                (float(line["left"][0]), float(line["left"][1])),
                (float(line["right"][0]), float(line["right"][1])),
                float(line["height"]),
                tuple(map(float, line["middles"])),
            )
            for line in found["lines"]
        )
        rules = tuple((float(x), float(y), float(to_x), float(to_y)) for x, y, to_x, to_y in found["rules"])
        scan = Scan(lines, int(found["width"]), int(found["height"]), int(found["turn"]), rules)
    except (OSError, EOFError, zlib.error, ValueError, LookupError, TypeError):
        return None
    whole = all(len(line.middles) == len(line.text) > 0 for line in lines)
    return scan if whole and scan.turn in (0, 90, 180, 270) else None


def _keep(file: Path, scan: Scan) -> None:
    """Write the file whole or not at all. Raises :class:`ReadError`."""
    data = gzip.compress(json.dumps(asdict(scan), ensure_ascii=False).encode(), mtime=0)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=file.parent)
        try:
            with open(handle, "wb") as stream:
                stream.write(data)
            os.replace(temporary, file)
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)
            raise
    except OSError as error:
        raise ReadError(
            f"what was recognised cannot be kept in {file.parent} ({error.strerror}); "
            "set FAZHI_CACHE to a folder that can be written",
            f"识别结果无法存入 {file.parent}（{error.strerror}）；请把 FAZHI_CACHE 设为可写的文件夹",
        ) from error
