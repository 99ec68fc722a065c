"""Which indicator a figure states: what is counted, what was done to it; none where neither is said."""

from collections.abc import Callable

import pytest

from fazhi.extractors import Record
from fazhi.ontology.reference import Indicator, indicators

Find = Callable[[str, str], list[Record]]


def ids_in(records_in: Find, text: str) -> list[str | None]:
    return [record.fields.get("indicator") for record in records_in("observation", text)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("全年调解劳动纠纷32件。", ["dispute_mediated_count"]),
        ("检查加油站26家次，抽查药店18户。", ["inspected_enterprise_visits"] * 2),
        ("对9起轻微违法行为不予处罚，减免罚款3万元。", ["lenient_case_count", "lenient_amount"]),
        ("移送违法线索3条。", ["case_transferred_count"]),
        ("组织12人参加执法资格考试，11人一次通过。", ["law_exam_participant_count", "law_exam_passed_count"]),
        ("《公平竞争审查条例》施行后审查政策措施9件。", ["fair_competition_review_count"]),
        ("局党组先后3次听取执法工作汇报。", ["leadership_meeting_count"]),
        ("聘请2名律师审查合同36份。", ["legal_counsel_count", "contract_review_count"]),
        ("窗口办理民生事项1200件次。", ["licence_handled_count"]),
        ("实施首违免罚245次，适用轻微免罚17人次。", ["lenient_case_count"] * 2),
        ("组织领导班子学法、研讨和各类讲座9余次。", ["law_study_session_count"]),
        ("召开法治专题党委会议3次。", ["leadership_meeting_count"]),
        ("许可事项办理时限压缩比达到91%。", ["processing_time"]),
        ("核发采砂许可14件，作出取水许可6件。", ["licence_handled_count"] * 2),
        ("收到并回复检察建议书2份。", ["procuratorial_suggestion_count"]),
        ("组织9名所长及46名民警参加执法资格考试。", ["law_exam_participant_count"] * 2),
        ("为18家企业提供法律风险排查服务。", ["enterprise_visit_count"]),
        ("走进12个行业协会送法，观看直播3.2万人次。", [None, "publicity_reach"]),
        (
            "完成食品抽检860批次，检出不合格食品12批次。",
            ["product_sampling_count", "product_sampling_failed_count"],
        ),
        (
            "新配执法记录仪12台，兑付惠企资金320万元。",
            ["enforcement_recorder_count", "enterprise_fund_amount"],
        ),
        (
            "召开府院联席会议3次，编制行业合规指引12份。",
            ["court_liaison_meeting_count", "compliance_guide_count"],
        ),
        ("为86名农民工讨回工资97万元。", ["wage_recovered_worker_count", "wage_recovered_amount"]),
        ("收集企业诉求326条，办结318条。", ["enterprise_request_count", "enterprise_request_resolved_count"]),
        ("制发行政执法监督意见书12份、督办函3份。", ["supervision_letter_count"] * 2),
        ("对5个镇、12个部门开展法治督察。", ["supervised_body_count"] * 2),
        (
            "32家市直单位设立公职律师，现有公职律师86名。",
            ["counsel_engaging_body_count", "legal_counsel_count"],
        ),
        ("办理区人大代表提出的加装电梯等方面建议9件。", ["proposal_count"]),
        ("对6个区县、11个部门开展法治实地督察。", ["supervised_body_count"] * 2),
        ("检测食品样品90批次，不合格1批次。", ["product_sampling_count", "product_sampling_failed_count"]),
        ("通过执法公示平台实施行政许可77件。", ["licence_handled_count"]),
        ("重大执法决定法制审核执行率100%。", ["legality_review_rate"]),
        ("随机抽取执法人员36人次。", ["enforcement_deployment_count"]),
        ("深入18家企业了解用工难题。", ["enterprise_visit_count"]),
        ("出动执法人员260余人（次）。", ["enforcement_deployment_count"]),
        ("检查旅馆140余家（次）。", ["inspected_enterprise_visits"]),
        ("收集企业诉求问题7件。", ["enterprise_request_count"]),
        ("公布行政许可事项清单215项。", ["service_item_count"]),
        (
            "依法拆除违法建筑126处、3.2万平方米。",
            ["illegal_construction_demolished_count", "illegal_construction_demolished_area"],
        ),
    ],
)
def test_the_noun_and_what_was_done_to_it_say_the_indicator(
    records_in: Find, sentence: str, expected: list[str | None]
) -> None:
    assert ids_in(records_in, sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "空气质量优良率91%。",
        "接待游客3.2万人次。",
        "补贴项目涉及金额860万元。",
        "撤销重复账户12个。",
        "食品抽检合格率98.6%。",
        "办理公证860件，司法鉴定36件。",
        "研究解决法治建设重点难点问题6个。",
        "收集群众诉求1200条，办结1180条。",
        "为48名工人办理工伤保险待遇。",
        "为48名农民工发放安全帽。",
        "采购不合格产品3批次，发放惠企贷款3.6亿元。",
        "设立公职律师办公室3个。",
        "复议案件按期办结率100%。",
        "新增绿地2.3万平方米，拆除围墙12处。",
        "在全市法治建设考核中得分96.8分。",
        "新建农村公路12条，改造桥梁6座。",
        "举办群众文化活动38场，职业技能培训6期。",
        "新增养老服务站15个。",
        "仲裁委员会受理商事案件86件。",
        "向信用平台归集信用信息4200条。",
        "清理证明事项后，市级清单保留58项。",
        "本局2件许可案卷获评优秀案卷。",
        "厘清28项监管领域执法事项。",
        "完成政务服务数据归集6200条。",
        "上年经复议的案件，复议应诉率31%。",
        "对31项轻微违法行为实行首违不罚。",
        "本镇法治工作经验做法先后6次被“学习强国”平台采用。",
    ],
)
def test_another_matter_has_no_indicator(records_in: Find, sentence: str) -> None:
    assert set(ids_in(records_in, sentence)) <= {None}


@pytest.mark.parametrize(
    "sentence",
    [
        "制发行政复议意见书8份。",
        "设立行政复议咨询点15个。",
        "征集重大行政决策建议项目56个。",
        "送达行政处罚信用修复告知书126份。",
        "法治宣传短片点击率92%。",
    ],
)
def test_a_name_within_that_of_another_thing_says_nothing(records_in: Find, sentence: str) -> None:
    assert set(ids_in(records_in, sentence)) == {None}


def test_words_between_two_figures_go_with_the_nearer(records_in: Find) -> None:
    text = "对86件提案提出法律意见112条，12名执法人员中法学专业的仅3人。"

    assert ids_in(records_in, text) == [
        "proposal_count",
        "counsel_opinion_count",
        "enforcement_officer_count",
        "legal_staff_count",
    ]


def test_figures_of_one_row_may_share_what_follows(records_in: Find) -> None:
    text = "党委会4次、镇长办公会6次研究法治工作。"

    assert ids_in(records_in, text) == ["leadership_meeting_count"] * 2


def test_a_figure_does_not_share_the_noun_of_another(records_in: Find) -> None:
    text = "印制公文纸张9000件、归集会议签到表310件、办理群众来信86件。"

    assert ids_in(records_in, text) == [None, None, "petition_case_count"]


def test_figures_of_one_row_may_count_things_of_one_name(records_in: Find) -> None:
    text = "召开县委依法治县委员会会议2次、主任会议3次、协调组会议6次。"

    assert ids_in(records_in, text) == ["leadership_meeting_count"] * 3


def test_parts_of_a_whole_may_stand_in_clauses_of_their_own(records_in: Find) -> None:
    text = "全年办理行政许可60件，其中河道采砂18件，涉河桥梁21件，取水口设置15件。群众来访70件。"

    assert ids_in(records_in, text)[:4] == ["licence_handled_count"] * 4


def test_a_second_figure_measures_the_same_matter_in_another_unit(records_in: Find) -> None:
    text = "领导接访26批368人次，举办应急演练3场860人次。"

    assert ids_in(records_in, text) == [
        "petition_batch_count",
        "petition_person_count",
        "emergency_drill_count",
        "emergency_drill_participant_count",
    ]


def test_the_same_verb_says_another_thing_of_another_noun(records_in: Find) -> None:
    text = "受理信访事项34件，办结33件；立案查处违法案件20件，办结18件；收到12345工单90件，办结89件。"

    assert ids_in(records_in, text)[1::2] == [
        "petition_case_resolved_count",
        "penalty_case_closed_count",
        "hotline_order_count",
    ]


def test_a_clause_without_a_noun_takes_that_of_the_clause_before(records_in: Find) -> None:
    text = "新收行政复议申请145件，受理141件，审结139件，其中维持90件、撤销6件、终止43件。"

    assert ids_in(records_in, text) == [
        "reconsideration_case_count",
        "reconsideration_case_count",
        "reconsideration_closed_count",
        "reconsideration_upheld_count",
        "reconsideration_corrected_count",
        "reconsideration_terminated_count",
    ]


def test_a_clause_that_names_nothing_counts_what_the_one_before_tells(records_in: Find) -> None:
    text = "每周三组织干部集体学法，全年累计开展26次；建设文化广场，全年共完成3处。"

    assert ids_in(records_in, text) == ["law_study_session_count", None]


def test_a_clause_with_a_noun_of_its_own_takes_none(records_in: Find) -> None:
    text = "立案查处违法案件20件，办结好差评诉求8件。"

    assert ids_in(records_in, text) == ["penalty_case_count", None]


def test_a_part_counts_what_its_whole_counts(records_in: Find) -> None:
    text = "立案查处违法案件64起，其中医疗卫生31起、公共场所卫生33起，结案60起（含上年结转4起）。"

    assert ids_in(records_in, text) == [*["penalty_case_count"] * 3, *["penalty_case_closed_count"] * 2]


def test_a_part_that_is_another_thing_has_its_own_indicator(records_in: Find) -> None:
    text = "完成合法性审查87件，其中合同、协议52份。"

    assert ids_in(records_in, text) == ["legality_review_count", "contract_review_count"]


def test_the_remainder_counts_what_the_whole_counts(records_in: Find) -> None:
    text = "排查隐患529处，整改511处，其余18处正在整改。"

    assert ids_in(records_in, text) == [
        "hazard_found_count",
        "hazard_rectified_count",
        "hazard_found_count",
    ]


def test_a_change_has_the_indicator_of_what_changes(records_in: Find) -> None:
    text = "受理信访事项38件，同比下降12%；败诉率由9%降至6%；入企检查频次比上年减少31%。"

    assert ids_in(records_in, text) == [
        *["petition_case_count"] * 2,
        *["litigation_loss_rate"] * 2,
        "inspection_count",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "接待群众来访37批89人次，批次、人次分别下降21.3%和18%。",
        "接待群众来访37批89人次，同比分别下降21.3%和18%。",
    ],
)
def test_respective_figures_go_with_their_nouns(records_in: Find, text: str) -> None:
    assert ids_in(records_in, text) == ["petition_batch_count", "petition_person_count"] * 2


HEADED = "（一）强化行政复议工作\n{}\n（二）普法宣传\n发放宣传单300份。\n"


def test_figures_that_leave_their_noun_out_go_on_with_the_matter(records_in: Find) -> None:
    """That of the figure before in the same paragraph, across full stops."""
    text = "收到行政复议申请64件。受理58件，维持30件，驳回申请9件，直接纠错6件。以调解、和解等方式结案11件。"

    assert ids_in(records_in, text) == [
        "reconsideration_case_count",
        "reconsideration_case_count",
        "reconsideration_upheld_count",
        "reconsideration_upheld_count",
        "reconsideration_corrected_count",
        "reconsideration_terminated_count",
    ]


def test_a_heading_tells_the_matter_of_kinds_of_cases(records_in: Find) -> None:
    text = HEADED.format("从类别看，行政处罚类最多，共21件；投诉举报类8件；信息公开类5件。")

    assert ids_in(records_in, text)[:3] == ["reconsideration_case_count"] * 3


def test_a_heading_on_two_matters_tells_neither(records_in: Find) -> None:
    text = HEADED.format("行政处罚类21件。").replace("行政复议工作", "行政复议和行政应诉工作")

    assert ids_in(records_in, text)[0] is None


def test_what_has_a_noun_of_its_own_is_not_of_the_matter_of_the_heading(records_in: Find) -> None:
    text = HEADED.format("开展培训3次，发放折页500份。")

    assert ids_in(records_in, text)[:2] == ["training_session_count", "publicity_material_count"]


def test_a_comparison_goes_back_to_the_figure_of_its_own_measure(records_in: Find) -> None:
    text = "审结行政复议案件80件，直接纠错12件，纠错率15%，较上年9件有所增加。"

    assert ids_in(records_in, text)[-1] == "reconsideration_corrected_count"


def test_more_respective_figures_than_nouns_have_none_of_their_indicators(records_in: Find) -> None:
    """Which noun has which figure nobody can tell."""
    text = "接待群众来访37批89人次，批次、人次分别下降21.3%、18%和15%。"

    assert [(r.fields["value"], r.fields.get("indicator")) for r in records_in("observation", text)] == [
        (37, "petition_batch_count"),
        (89, "petition_person_count"),
        (21.3, None),
        (18, None),
        (15, None),
    ]


def test_the_first_of_two_nouns_that_share_a_rate_decides(records_in: Find) -> None:
    text = "组织36名干部参加学法考试，参考率、合格率均为100%。"

    assert ids_in(records_in, text) == ["law_exam_participant_count", "law_exam_participation_rate"]


@pytest.mark.parametrize("indicator", indicators().values(), ids=lambda indicator: indicator.id)
def test_the_words_of_the_data_are_what_is_read(records_in: Find, indicator: Indicator) -> None:
    pairs = [(verb, noun) for noun in indicator.nouns for verb in indicator.verbs if "▢" not in verb + noun]
    wordings = [*indicator.names, *(verb + noun for verb, noun in pairs), *(n + v for v, n in pairs)]
    context = f"{indicator.within[0]}工作" if indicator.within else ""
    number = (
        "36.5" if indicator.unit == "%" else "由5个工作日压缩至3" if indicator.unit == "个工作日" else "36"
    )

    assert indicator.id in {
        found
        for words in wordings[:40]
        for found in ids_in(records_in, f"{context}{words}{number}{indicator.unit}。")
    }
