"""Nonsense made of official words is extracted from without complaint, and its records are sound."""

from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.extractors import ReadError, extract, read_bytes

CHARACTERS = "一二三四五六七八九十百千万亿0123456789%.,，。；：、！？（）()《》〈〉“”〔〕\n 　"
WORDS = (
    "年 月 日 次 件 起 元 余 近 第 号 每季度 不少于 不得 应当 从 降至 分别 同比 百分之 "
    "法治政府建设 情况报告 园区 管委会 行政处罚法 宪法 条例 国家宪法日 宣传周 普法宣传 "
    "环境日 “十·五” 必须 规定 未经 主任任组长 针对上述问题，将 还有短板。 （1） "
    "领导小组 组长 成员 法律顾问 律师事务所 一是 二是 存在问题 下一步 开展 查处 印发 学习 落实"
)
PIECES = [*CHARACTERS, *WORDS.split()]
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=120).map("".join)


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_any_text_gives_sound_records(text: str) -> None:
    try:
        document = read_bytes(text.encode())
    except ReadError:
        return
    extraction = extract(document)

    sections = {section.id for section in extraction.sections}
    assert [record.type for record in extraction.records].count("report") == 1
    for record in extraction.records:
        assert 0 <= record.start < record.end <= len(document.text)
        assert record.text == document.text[record.start : record.end]
        assert record.section in sections
