"""What is an activity, and where it begins and ends."""

from collections.abc import Callable

import pytest

from fazhi.extractors import Record

Find = Callable[[str, str], list[Record]]
FRAME = (
    "柳河镇2023年度法治政府建设情况报告\n\n一、主要做法和成效\n（一）依法履职。{}\n\n"
    "二、存在的不足\n一是执法力量不足。\n"
)


@pytest.fixture
def acts(records_in: Find) -> Callable[[str], list[str]]:
    """The words of the activities in a section on work done."""
    return lambda text: [record.text for record in records_in("activity", FRAME.format(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("为方便群众办事，街道设立了法律服务窗口。", "街道设立了法律服务窗口"),
        ("按照市司法局的统一安排，组织开展案卷评查2次。", "组织开展案卷评查2次"),
        ("根据《行政处罚法》等法律法规的规定，制定自由裁量基准。", "制定自由裁量基准"),
        ("以群众身边的小事为牵引，开展街巷整治12次。", "开展街巷整治12次"),
        ("围绕乡村振兴战略，组织律师进村宣讲。", "组织律师进村宣讲"),
        ("为贯彻落实《信访工作条例》，组织信访干部集中培训2次。", "组织信访干部集中培训2次"),
    ],
)
def test_basis_aim_and_occasion_are_no_activity(
    acts: Callable[[str], list[str]], text: str, found: str
) -> None:
    assert acts(text) == [found]


@pytest.mark.parametrize(
    "text",
    [
        "将普法责任、执法培训，以及案卷质量，列入股室年度考核。",
        "把涉企检查计划，统一报区司法局备案。",
        "对商户占道经营问题，集中开展整治3次。",
        "新收行政诉讼案件12件，审结10件，败诉1件。",
        "建立主要领导负总责，分管领导具体抓，各科室分头落实的工作机制。",
        "成立以镇长为指挥长，副镇长为副指挥长，各站所负责人为成员的防汛抗旱指挥部。",
        "办结许可218件，其中招牌设置96件，临时占道71件，挖掘道路51件。",
    ],
)
def test_an_act_is_one_activity(acts: Callable[[str], list[str]], text: str) -> None:
    assert acts(text) == [text.rstrip("。")]


@pytest.mark.parametrize(
    "text",
    [
        "建成“智慧矫正”中心。",
        "与三家律所签订服务协议。",
        "研究制定《三年行动方案》。",
        "配合上级完成督察反馈问题核查。",
        "深入推进综合行政执法体制改革。",
        "主要领导对复议决定作出批示。",
        "选派5名干部到信访局跟班学习。",
        "翻新了两处法治宣传长廊。",
    ],
)
def test_a_plain_act_is_an_activity(acts: Callable[[str], list[str]], text: str) -> None:
    assert acts(text) == [text.rstrip("。")]


@pytest.mark.parametrize(
    "text",
    [
        "推动形成办事依法、遇事找法的良好氛围。",
        "群众的法治意识明显增强。",
        "使依法行政水平再上新台阶。",
        "把法治建设摆在突出位置，做到与业务工作同部署。",
        "全年空气优良天数比例达到92.3%，PM10平均浓度下降5%。",
        "以高质量法治服务高质量发展。",
        "连续三年被市政府评为依法行政先进单位。",
    ],
)
def test_effects_attitude_and_states_are_no_activities(acts: Callable[[str], list[str]], text: str) -> None:
    assert acts(text) == []


def test_another_act_is_another_activity(acts: Callable[[str], list[str]]) -> None:
    assert acts("举办民法典讲座6场，累计参训800人次，发放手册1200册。") == [
        "举办民法典讲座6场，累计参训800人次",
        "发放手册1200册",
    ]


def test_an_object_put_first_begins_another_activity(acts: Callable[[str], list[str]]) -> None:
    assert acts("局党组听取法治工作汇报3次，将法治建设纳入年度工作计划，责任更加明确。") == [
        "局党组听取法治工作汇报3次",
        "将法治建设纳入年度工作计划",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "在社区广场设置宪法宣传展板、派发以案释法折页，受到居民欢迎。",
            ["在社区广场设置宪法宣传展板", "派发以案释法折页"],
        ),
        ("张贴海报、悬挂横幅200余条。", ["张贴海报、悬挂横幅200余条"]),
        (
            "采取悬挂横幅、发放折页等形式宣传《信访工作条例》。",
            ["采取悬挂横幅、发放折页等形式宣传《信访工作条例》"],
        ),
    ],
)
def test_acts_in_a_row_are_told_apart(acts: Callable[[str], list[str]], text: str, found: list[str]) -> None:
    assert acts(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "深入贯彻落实中央和省市各项决策部署，全面贯彻习近平法治思想。",
        "充分发挥公职律师在重大项目谈判、合同签订和争议处理中的重要作用。",
        "通过经常性的普法宣传，居民遇事找法的意识明显增强。",
    ],
)
def test_what_guides_the_work_and_what_it_brings_are_no_activities(
    acts: Callable[[str], list[str]], text: str
) -> None:
    assert acts(text) == []


def test_a_system_that_is_kept_to_is_an_activity(acts: Callable[[str], list[str]]) -> None:
    assert acts("紧盯群众身边的烦心事，坚持班子成员轮流值班制度，努力把问题解决在一线。") == [
        "坚持班子成员轮流值班制度"
    ]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("认识持续深化，将行政应诉情况列入科室年度考评，压力层层传导。", "将行政应诉情况列入科室年度考评"),
        ("氛围日益浓厚，在便民大厅设立政策公开栏，群众知情权得到保障。", "在便民大厅设立政策公开栏"),
        ("对办事指南进行统一修订，群众办事更加便利。", "对办事指南进行统一修订"),
        ("队伍结构更趋合理，全队14人取得行政执法证，年龄梯次更加优化。", "全队14人取得行政执法证"),
        ("思想自觉不断增强，把宪法作为干部培训的重点内容，氛围更加浓厚。", "把宪法作为干部培训的重点内容"),
    ],
)
def test_what_is_founded_included_or_done_to_a_thing_is_an_activity(
    acts: Callable[[str], list[str]], text: str, act: str
) -> None:
    assert acts(text) == [act]


def test_a_heading_reports_nothing(records_in: Find) -> None:
    text = FRAME.format("").replace(
        "（一）依法履职。", "（一）落实公示制度，坚持“双随机”抽查制度\n组织抽查9次。"
    )

    assert [record.text for record in records_in("activity", text)] == ["组织抽查9次"]


def test_a_heading_may_have_lost_half_of_its_brackets(records_in: Find) -> None:
    text = FRAME.format("").replace("（一）依法履职。", "一）学习宣传走深走实\n组织宣讲9次。")

    assert [record.text for record in records_in("activity", text)] == ["组织宣讲9次"]


@pytest.mark.parametrize(
    "text",
    [
        "印发年度检查计划，要求各村网格员每月巡查一次。",
        "印发年度检查计划，把法治建设与招商引资、项目建设同谋划、同部署、同推进。",
        "印发年度检查计划，深入贯彻落实会议精神。",
    ],
)
def test_what_others_are_to_do_and_what_is_done_together_are_no_activities(
    acts: Callable[[str], list[str]], text: str
) -> None:
    assert acts(text) == ["印发年度检查计划"]


@pytest.mark.parametrize(
    "act", ["简化了开办餐馆的申请材料", "定期通报案件办理进度", "明确政策法规科为牵头科室"]
)
def test_what_was_finished_is_regular_or_given_to_someone_is_an_activity(
    acts: Callable[[str], list[str]], act: str
) -> None:
    assert acts(f"印发年度检查计划，{act}，营造良好氛围。") == ["印发年度检查计划", act]
