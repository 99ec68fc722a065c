"""Which figures of a sentence are counted, with value, unit and modifier; and which are not."""

from collections.abc import Callable

import pytest

from fazhi.extractors import Record
from fazhi.extractors.language.quantities import quantities

Find = Callable[[str, str], list[Record]]

#: Reason, sentence, the (value, unit, modifier) it holds.
COUNTED = [
    ("a rate of nil", "复议纠错率为零，诉讼败诉率为0。", [(0, "%", "exact"), (0, "%", "exact")]),
    ("a plain figure", "查处安全生产违法案件23起。", [(23, "起", "exact")]),
    ("zero counts", "全年行政诉讼败诉0起。", [(0, "起", "exact")]),
    ("decimals in 万", "全年罚款25.37万元。", [(253700, "元", "exact")]),
    (
        "零 within a number",
        "全年调处纠纷三百零五件，罚款一十二万零六百元。",
        [(305, "件", "exact"), (120600, "元", "exact")],
    ),
    ("千 and 万 in one number", "培训干部一千二百零八人次。", [(1208, "人次", "exact")]),
    (
        "digits with several multipliers",
        "印发手册3万2千册，罚款1亿2千万元。",
        [(32000, "册", "exact"), (120000000, "元", "exact")],
    ),
    ("digits, 零 and digits", "走访2千零15户。", [(2015, "户", "exact")]),
    ("thousands set apart by a space", "调解纠纷2 316件。", [(2316, "件", "exact")]),
    ("votes", "评议结果为赞成31票。", [(31, "票", "exact")]),
    ("courses by 期", "举办法治培训班三期。", [(3, "期", "exact")]),
    ("亿", "累计投入资金1.2亿元。", [(120000000, "元", "exact")]),
    ("万 in Chinese numerals", "对企业罚款五万元。", [(50000, "元", "exact")]),
    ("thousands separator", "共化解矛盾纠纷1,081件。", [(1081, "件", "exact")]),
    ("thousands separator, full width", "共化解矛盾纠纷1，081件。", [(1081, "件", "exact")]),
    ("full-width digits", "清理规范性文件１２件。", [(12, "件", "exact")]),
    ("Chinese numeral after a verb", "召开专题会议三次。", [(3, "次", "exact")]),
    ("余 after the figure", "全年检查企业1200余家次。", [(1200, "家次", "approx")]),
    ("余 after 万", "共发放宣传品3万余份。", [(30000, "份", "approx")]),
    ("二十余", "开展培训二十余场。", [(20, "场", "approx")]),
    ("两百余", "共办理案件两百余件。", [(200, "件", "approx")]),
    ("近百", "发放资料近百份。", [(100, "份", "approx")]),
    ("上百", "上百家企业参加。", [(100, "家", "approx")]),
    ("上千", "上千人次参与。", [(1000, "人次", "approx")]),
    ("上万", "上万家企业参加。", [(10000, "家", "approx")]),
    ("过万", "过万人次参与。", [(10000, "人次", "more_than")]),
    ("a plain 万 is exact", "参与群众一万人次。", [(10000, "人次", "exact")]),
    ("万余", "发放宣传资料万余份。", [(10000, "份", "approx")]),
    ("超过", "参与人数超过2000人次。", [(2000, "人次", "more_than")]),
    ("不超", "接访群众不超30人次。", [(30, "人次", "at_most")]),
    ("不到", "败诉案件不到5件。", [(5, "件", "at_most")]),
    ("至少有", "镇司法所开展讲座至少有3场。", [(3, "场", "at_least")]),
    ("约为, 约有", "约有400人次参加旁听。", [(400, "人次", "approx")]),
    ("过 before 千", "宣讲惠及群众过千人次。", [(1000, "人次", "more_than")]),
    (
        "a sum reached is no threshold",
        "为职工追回工资80万元以上，解除合同12份。",
        [(800000, "元", "more_than"), (12, "份", "exact")],
    ),
    ("以上", "90%以上的村建成法治文化阵地。", [(90, "%", "more_than")]),
    ("不足", "处罚企业不足10家。", [(10, "家", "at_most")]),
    ("以内", "办理时限压缩至3个工作日以内。", [(3, "个工作日", "at_most")]),
    ("a share", "调解成功率达98.5%。", [(98.5, "%", "exact")]),
    ("百分之", "化解率百分之九十八点五。", [(98.5, "%", "exact")]),
    ("从…降至, one unit for both", "投诉量从34降至21件。", [(34, "件", "exact"), (21, "件", "exact")]),
    ("从…降至, two units", "投诉量从34件降至21件。", [(34, "件", "exact"), (21, "件", "exact")]),
    ("由…缩短到", "平均用时由15天缩短到7天。", [(15, "天", "exact"), (7, "天", "exact")]),
    ("分别", "复议、诉讼案件分别为12件、8件。", [(12, "件", "exact"), (8, "件", "exact")]),
    ("a row", "印发2份，修订3件，废止1件。", [(2, "份", "exact"), (3, "件", "exact"), (1, "件", "exact")]),
    ("beside a year", "2023年开展检查5次。", [(5, "次", "exact")]),
    ("beside a quoted name", "开展“双随机、一公开”检查12次。", [(12, "次", "exact")]),
    ("件事项", "交通管理等4件事项列入目录。", [(4, "件", "exact")]),
    ("firms inspected", "全年检查经营主体320户。", [(320, "户", "exact")]),
    ("projects", "对3个政府投资项目开展了审计。", [(3, "个", "exact")]),
    (
        "签约 and 附近 say nothing of the number",
        "签约12户，走访附近企业8家。",
        [(12, "户", "exact"), (8, "家", "exact")],
    ),
    ("tenths", "用时压缩近七成，事项减少三成五。", [(70, "%", "approx"), (35, "%", "exact")]),
    (
        "tenths and more",
        "八成以上的群众表示满意，约六成的纠纷化解在村。",
        [(80, "%", "more_than"), (60, "%", "approx")],
    ),
    ("all of a hundred", "办结率达百分之百，合格率百分百。", [(100, "%", "exact"), (100, "%", "exact")]),
    ("百分之 … 以上", "覆盖率达到百分之九十五以上。", [(95, "%", "more_than")]),
    ("a rate of 零", "行政诉讼败诉率为零。", [(0, "%", "exact")]),
    (
        "lengths, weights, areas",
        "巡查管线126公里，清理垃圾3.2万吨，整治农田1200亩。",
        [(126, "公里", "exact"), (32000, "吨", "exact"), (1200, "亩", "exact")],
    ),
    ("what air holds", "PM10年均浓度为45微克/立方米。", [(45, "微克/立方米", "exact")]),
    (
        "a noun as measure word",
        "联合12部门开展会商，处罚8案15人。",
        [(12, "部门", "exact"), (8, "案", "exact"), (15, "人", "exact")],
    ),
    ("台次, 轮次", "出动车辆36台次，开展排查4轮次。", [(36, "台次", "exact"), (4, "轮次", "exact")]),
    (
        "a plus sign",
        "检查企业300+家次，归集数据2.3万+条。",
        [(300, "家次", "more_than"), (23000, "条", "more_than")],
    ),
    ("a mark of a footnote", "检查企业86②家次。", [(86, "家次", "exact")]),
    (
        "a measure word in brackets",
        "处罚案件37（件），罚款12(万元)。",
        [(37, "件", "exact"), (120000, "元", "exact")],
    ),
    ("a table's row", "处罚案件|42件|罚款|18.3万元", [(42, "件", "exact"), (183000, "元", "exact")]),
    (
        "one modifier for a row",
        "参与率、满意率均超过95%和98%。",
        [(95, "%", "more_than"), (98, "%", "more_than")],
    ),
    ("days of a time limit", "承诺时限由20日压减至5日。", [(20, "日", "exact"), (5, "日", "exact")]),
    ("days before the limit", "提前5个工作日办结。", [(5, "个工作日", "exact")]),
    (
        "times that something was done",
        "主要领导先后四次听取汇报，两次带队督导。",
        [(4, "次", "exact"), (2, "次", "exact")],
    ),
    (
        "firms and people by the measure word alone",
        "走访两家企业，三名同志获表彰。",
        [(2, "家", "exact"), (3, "名", "exact")],
    ),
    ("before what is counted", "两个事项列入目录，三项组织听证。", [(2, "个", "exact"), (3, "项", "exact")]),
    ("behind what is counted", "建成法治公园一处、普法长廊两条。", [(1, "处", "exact"), (2, "条", "exact")]),
    ("one of an event", "组织旁听一起行政案件。", [(1, "起", "exact")]),
    (
        "one measure word for a row",
        "三类案件分别为12、8和5件，办结率分别提高1.2、3.4个百分点。",
        [
            (12, "件", "exact"),
            (8, "件", "exact"),
            (5, "件", "exact"),
            (1.2, "个百分点", "exact"),
            (3.4, "个百分点", "exact"),
        ],
    ),
    ("days in Chinese numerals", "办理时间由三天缩短到一天。", [(3, "天", "exact"), (1, "天", "exact")]),
    ("不足百", "走访商户不足百家。", [(100, "家", "at_most")]),
    ("大类", "梳理5大类36项事项。", [(5, "大类", "exact"), (36, "项", "exact")]),
    ("one in a row", "配备一名专职干部、一名执业律师。", [(1, "名", "exact"), (1, "名", "exact")]),
    ("villages and communities", "9村3社区实现全覆盖。", [(9, "村", "exact"), (3, "社区", "exact")]),
    ("a rate for so many", "每万人拥有律师4.2名。", [(4.2, "名", "exact")]),
    ("其中", "处罚企业9家，其中三级以上企业5家。", [(9, "家", "exact"), (5, "家", "exact")]),
    ("tenths and a half", "受理量同比下降约两成半。", [(25, "%", "approx")]),
    ("no less than two", "专题研究不下三次。", [(3, "次", "at_least")]),
    ("in two parts", "轮训分三期进行。", [(3, "期", "exact")]),
    ("teams", "组建两支宣讲队伍。", [(2, "支", "exact")]),
]

#: Reason, sentence without a quantity.
NOT_COUNTED = [
    ("a nil of nothing", "全年目标为0。"),
    ("a year", "2023年，园区认真落实各项要求。"),
    ("a date", "2023年12月31日前完成整改。"),
    ("a month", "自3月起开展排查。"),
    ("an ordinal", "召开第三次全体会议。"),
    ("a document number", "落实通委法办〔2023〕4号文件。"),
    ("an article", "根据《安全生产法》第二十四条开展检查。"),
    ("a title", "学习《关于加强法治建设的十项措施》。"),
    ("a hotline", "开通12345热线，拨打0513-83112345。"),
    ("a five-year period", "落实“八五”普法规划。"),
    ("三重一大", "落实“三重一大”决策制度。"),
    ("7×24", "提供7×24小时服务。"),
    ("三个清单 as a name", "落实“三个清单”制度。"),
    ("a set phrase", "坚持一个中心，做到两个维护。"),
    ("a congress", "学习党的二十大和二十届三中全会精神。"),
    ("a publicity day", "开展“3·15”国际消费者权益日活动。"),
    ("economic background", "完成地区生产总值25亿元。"),
    ("a threshold", "标的额50万元以上的合同须经法律顾问审查。"),
    ("thresholds from and to", "对3万元以上10万元以下的处罚决定进行法制审核。"),
    ("what a rule asks", "按期办结率高于市里要求的90%。"),
    ("an edition", "公布行政执法事项目录（2023版）。"),
    ("a year that lost 年", "2023处河镇召开党委会议。"),
    ("a version", "推出营商环境改革2.0版。"),
    ("so many rates", "落实工地六个100%。"),
    ("that there was none", "未发生1起安全事故，没有1件败诉。"),
    ("a time of day", "15时30分召开会议。"),
    ("a session by number", "出席镇人大十届三次会议。"),
    ("kinds and quarters by number", "列入1、2类管理，第3、4季度分级监管。"),
    ("a threshold with 含", "50万元（含）以上的项目须经审查。"),
    ("groups named by their size", "成立三人小组和5人专班，实行两人执法。"),
    ("a name by number", "落实中央八项规定精神，推进四个一批、五个一工程。"),
    ("said twice", "一场场宣讲，一次次走访，一件件落实。"),
    ("a goal", "力争办结率达99%，高于95%的目标要求。"),
    ("so many for each", "每村配备法律顾问1名，每次抽查案卷10件。"),
    ("a rank", "位列全市第3名，进入全省前10名。"),
    ("large firms only", "督促100人以上的企业建立调委会。"),
    ("成 in other words", "三成员单位参加，取得一成不变的印象，第七成立小组。"),
    ("二 names", "二次供水、二类医疗器械和二手市场。"),
    ("one that is none", "没有发生一起事故，最多跑一次，办成一件事，一户一档。"),
    ("bodies by number", "听取四套班子意见，两级法院会商，落实三项工作机制。"),
    ("digits apart", "受理举报1 2件。"),
    ("a day of the calendar", "专班于每月5日例会，12日上午开展检查。"),
    ("十字 is a cross", "联合红十字会在十字路口开展急救宣传。"),
    ("stages of building", "加快安置房一期、二期建设，启动产业园三期。"),
    ("百 and 千 in a saying", "弘扬百家之长，服务千家万户。"),
    ("plenary sessions by number", "学习市委四次、五次全会精神。"),
    ("十分 is very", "既懂法律又懂技术的人员十分短缺。"),
    ("not happened, no figure", "未发生行政败诉案件。"),
    ("some, not one", "曝光一批典型案例，查办一批违法案件，起到查处一起、警醒一片的效果。"),
    ("each one", "做到发现一起、制止一起、查处一起。"),
    ("names with 二人 and 一人", "借助二人转宣传，补强一人所、两人所。"),
    ("two great matters", "统筹改革和稳定两件大事。"),
    ("a norm's figure belongs to the duty", "领导干部每年学法不少于40学时。"),
]


@pytest.mark.parametrize(("sentence", "expected"), [pytest.param(*row[1:], id=row[0]) for row in COUNTED])
def test_counted(records_in: Find, sentence: str, expected: list[tuple[float, str, str]]) -> None:
    found = records_in("observation", sentence)

    assert [(r.fields["value"], r.fields["unit"], r.fields["modifier"]) for r in found] == expected


@pytest.mark.parametrize(
    ("sentence", "bounds"),
    [
        ("查处案件12至18件。", [(12, 18, "件", "at_least")]),
        (
            "检查企业30—40家次，合格率保持在95%-98%。",
            [(30, 40, "家次", "at_least"), (95, 98, "%", "at_least")],
        ),
        (
            "罚款金额100万至150万元，奖励3到5万元。",
            [(1000000, 1500000, "元", "at_least"), (30000, 50000, "元", "at_least")],
        ),
        ("召开会议三到五次。", [(3, 5, "次", "at_least")]),
        ("补助两到三万元，三五百人受益。", [(20000, 30000, "元", "at_least"), (300, None, "人", "approx")]),
        ("奖励8500到30000元。", [(8500, 30000, "元", "at_least")]),
        ("约有20至30人参加。", [(20, 30, "人", "approx")]),
        (
            "时限由15至20个工作日压缩至5个工作日。",
            [(15, 20, "个工作日", "at_least"), (5, None, "个工作日", "exact")],
        ),
        ("投诉从120件下降到87件。", [(120, None, "件", "exact"), (87, None, "件", "exact")]),
        ("拨打0513-83112345，1-9月检查12家次。", [(12, None, "家次", "exact")]),
    ],
)
def test_a_range_is_one_figure(
    records_in: Find, sentence: str, bounds: list[tuple[float, float | None, str, str]]
) -> None:
    fields = [record.fields for record in records_in("observation", sentence)]

    assert [(f["value"], f.get("upper"), f["unit"], f["modifier"]) for f in fields] == bounds


@pytest.mark.parametrize("sentence", [pytest.param(sentence, id=reason) for reason, sentence in NOT_COUNTED])
def test_not_counted(records_in: Find, sentence: str) -> None:
    assert records_in("observation", sentence) == []


@pytest.mark.parametrize(
    ("sentence", "change"),
    [
        ("案件数同比下降12.3%。", "decrease"),
        ("信访量较上年增长5%。", "increase"),
        ("办结率达98%。", None),
        ("化解率提升至98%。", None),
        ("申报材料精简40%。", "decrease"),
        ("办事环节缩减了25%。", "decrease"),
        ("优秀率比2021年高4.5个百分点。", "increase"),
        ("败诉率同比低1.2个百分点。", "decrease"),
        ("调解案件增长1.2倍。", "increase"),
        ("信访量增幅为9%。", "increase"),
        ("案件数量下降三成。", "decrease"),
        ("公证收费下浮5%。", "decrease"),
        ("投诉举报同比少了23件。", "decrease"),
    ],
)
def test_change(records_in: Find, sentence: str, change: str | None) -> None:
    (rate,) = records_in("observation", sentence)

    assert rate.fields.get("change") == change


def test_figures_of_plans_are_not_yet_done(records_in: Find) -> None:
    text = "一、主要工作\n开展执法检查12次。\n二、下一步工作打算\n开展执法检查20次。"

    assert [record.fields["value"] for record in records_in("observation", text)] == [12]


@pytest.mark.parametrize(
    ("sentence", "period"),
    [
        ("2023年上半年，调解纠纷18件。", "2023年上半年"),
        ("2023年1—6月，出动执法人员50人次。", "2023年1-6月"),
        ("共查处案件4件，2021年以来累计办理案件90件。", "2021年以来"),
        ("2023年1月至10月，查处案件14件。", "2023年1月至10月"),
        ("截至6月底，累计检查企业52家次。", "截至6月底"),
        ("一至二季度，办结工单31件。", "一至二季度"),
        ("截至11月底，排查隐患86条，整改84条。", "截至11月底"),
        ("三年来共审查合同320份，培训干部500人次。", "三年来"),
        ("一是上半年开展检查12次，立案3起。", "上半年"),
        ("上半年，开展检查12次；下半年，开展检查15次。", "下半年"),
        ("入企检查次数比2022年的447次", "2022年"),
        ("入企检查次数比2022年的447次减少28%。", None),
        ("执法人员由2022年的812人调整为791人。", None),
        ("“十四五”期间累计化解积案26件。", "“十四五”期间"),
        ("罚款金额较上年下降12%。", None),
        ("编制《片区规划（2021—2035年）》等2项。", None),
        ("截至2023年12月31日，签约律所3家。", None),
        ("2023年9月，举办培训1场。", None),
        ("2023年，调解纠纷18件。", None),
        ("2023年以来，调解纠纷18件。", None),
        ("2023年1—12月，调解纠纷18件。", None),
        ("全年办结（含上年结转4件，上年已审）30件。", None),
    ],
)
def test_period(records_in: Find, sentence: str, period: str | None) -> None:
    report = f"禾田镇2023年法治政府建设情况报告\n一、主要工作\n{sentence}"

    assert records_in("observation", report)[-1].fields.get("period") == period


@pytest.mark.parametrize(
    ("words", "bounds"),
    [
        ("检查企业10至11家次。", [(10, 11)]),
        ("检查企业10至10家次。", []),
        ("检查企业11至10家次。", []),
        ("罚款5至50万元。", [(50000, 500000)]),
        ("罚款5至5万元。", [(5, 50000)]),
        ("罚款10至5万元。", [(10, 50000)]),
    ],
)
def test_a_range_goes_up_and_its_multiplier_is_shared_where_it_can_be(
    words: str, bounds: list[tuple[int, int]]
) -> None:
    assert [(found.value, found.upper) for found in quantities(words, 0, len(words))] == bounds


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("案件从34降至21件。", [34, 21]),
        ("案件从34降至今年的21件。", [34, 21]),
        ("案件从34降至全年共计约21件。", [21]),
    ],
)
def test_a_figure_has_the_measure_word_of_the_one_it_changed_to_if_that_is_near(
    words: str, values: list[int]
) -> None:
    assert [(found.value, found.unit) for found in quantities(words, 0, len(words))] == [
        (value, "件") for value in values
    ]


def test_a_period_is_left_out_where_it_is_the_year_of_the_report_itself(records_in: Find) -> None:
    """Whatever year that is; any other is told."""
    text = "一、主要工作\n2022年，调解纠纷18件。2023年，查处案件4件。截至2022年底，培训干部30人次。"
    found = records_in("observation", f"禾田镇2022年法治政府建设情况报告\n{text}")

    assert [record.fields.get("period") for record in found] == [None, "2023年", None]


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("走访辖区商户38户，抽查规模以上企业12家次，受理举报26件，监管对象稳步增加。", [38, 12, 26]),
        ("查处违法占地面积1200平方米，拆除违建面积3.4万平方米。", [1200, 34000]),
        ("对辖区在建项目开展检查42次，审减投资2300万元。", [42, 23000000]),
        ("为经营主体减免税费3.1亿元，办理经营主体登记860户。", [310000000, 860]),
        ("下辖14个社区均配备法律顾问，为16家规上企业开展法治体检。", [14, 16]),
        ("推出“签约即开工”项目6个。", [6]),
        ("新建法治广场3个，总面积2600平方米。", [3, 2600]),
        ("1.6万户经营主体纳入白名单。", [16000]),
        ("全镇辖9个村、3个社区，总面积48平方公里，常住人口4.2万人。", []),
        ("全年完成地区生产总值136亿元，同比增长5.8%。", []),
        ("现有住宅小区56个，企业1200余家，新增规上企业15家。", []),
        ("全年接待游客260万人次，签约项目12个，实有登记在册市场主体3.2万户。", []),
    ],
)
def test_figures_of_work_and_of_the_background(records_in: Find, sentence: str, values: list[int]) -> None:
    assert [record.fields["value"] for record in records_in("observation", sentence)] == values


@pytest.mark.parametrize(
    ("following", "kept"), [("执法人员参加区司法局组织的培训", False), ("执法人员参加司法局组织的培训", True)]
)
def test_up_to_fourteen_characters_behind_a_figure_that_opens_its_clause_are_of_it(
    records_in: Find, following: str, kept: bool
) -> None:
    (found,) = records_in("observation", f"全年依法履职，36名{following}。")
    assert len(following) == (14 if kept else 15)
    assert found.text == f"36名{following if kept else ''}"
