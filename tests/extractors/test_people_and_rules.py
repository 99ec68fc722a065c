"""Legal counsel, leading groups, duties, problems and plans."""

from collections.abc import Callable

import pytest

from fazhi.extractors import Record

Find = Callable[[str, str], list[Record]]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("聘请江苏启明律师事务所担任常年法律顾问。", [("legal_counsel", "江苏启明律师事务所", True)]),
        (
            "聘请北京市恒远（南通）律师事务所为法律顾问。",
            [("legal_counsel", "北京市恒远（南通）律师事务所", True)],
        ),
        ("聘用江南同心律师事务所为法律顾问。", [("legal_counsel", "江南同心律师事务所", True)]),
        ("法律顾问全程参与重大决策。", [("legal_counsel", None, None)]),
        ("成立律师服务团，提供法律意见30条。", [("legal_counsel", None, None)]),
        ("现有公职律师2名。", [("government_lawyer", None, None)]),
        (
            "聘请法律顾问2名，公职律师参与审查12件。",
            [("legal_counsel", None, True), ("government_lawyer", None, None)],
        ),
        ("充分发挥法律顾问作用。", []),
        ("尚未配备公职律师。", []),
        ("推进一村一法律顾问工作。", []),
        ("全街9个社区均聘请律师担任法律顾问。", []),
        ("发挥村社法律顾问作用12次。", []),
        ("律师协会组织培训。", []),
        ("选派律师走进企业30家次。", []),
        ("组织律师服务团走进企业。", []),
        ("组织律师为30家企业做“法治体检”。", []),
        ("召集承办人、法律顾问会商案情。", [("legal_counsel", None, None)]),
        (
            "建立法律顾问和公职律师制度，在制定文件时征求其意见。",
            [("legal_counsel", None, None), ("government_lawyer", None, None)],
        ),
        ("邀请法律顾问参与合同审查12次。", [("legal_counsel", None, None)]),
        ("邀请律师为村干部举办法治讲座2场。", []),
        ("请来律师、调解员等专业力量，给镇村干部、网格员和商户代表上民法典课。", []),
        ("安排专项经费支付律师代理费。", []),
        ("与恒正律师事务所续签常年顾问协议。", [("legal_counsel", "恒正律师事务所", True)]),
        ("三是公职律师作用日益显现。", []),
        ("我区及所属9个村都设有法律顾问。", [("legal_counsel", None, None)]),
        ("与湖北同泰和律师事务所续签服务合同。", [("legal_counsel", "湖北同泰和律师事务所", True)]),
        ("合同由常年法律顾问陕西秦正律师事务所审查。", [("legal_counsel", "陕西秦正律师事务所", True)]),
        ("聘请律师1名，另由天平律师事务所为企业办讲座。", [("legal_counsel", None, True)]),
        ("合同先由法律顾问审查再签订。", [("legal_counsel", None, None)]),
        ("依托县法律顾问团，对5件决策事项进行论证。", [("legal_counsel", None, None)]),
        ("公职律师出庭应诉6件。", [("government_lawyer", None, None)]),
        ("县司法局公职律师应邀参加听证2次。", [("government_lawyer", None, None)]),
        ("实行法律顾问列席会议制度，全年列席8次。", [("legal_counsel", None, None)]),
        ("健全法律顾问制度，充分发挥法律顾问作用，提升决策水平。", []),
        ("充分发挥法律顾问作用，全年审查合同7份。", [("legal_counsel", None, None)]),
        ("凡招商合同必须经法律顾问审查。", []),
        ("为村民提供律师上门咨询。", []),
        ("鼓励民警参加公职律师申报。", []),
        ("邀请法律顾问开展案例教学3场。", []),
        ("结合法律顾问意见制定方案。", [("legal_counsel", None, None)]),
        ("镇、村（社区）法律顾问审查文书14份。", [("legal_counsel", None, None)]),
        ("外聘江城明理律师事务所担任法律顾问。", [("legal_counsel", "江城明理律师事务所", True)]),
        ("充分借力法律顾问，把好合同关。", [("legal_counsel", None, None)]),
        ("将聘请法律顾问2名。", []),
        ("指导20家企业聘请法律顾问。", []),
        ("公共法律服务中心安排律师值班，接待来访群众。", []),
        ("当事人委托律师参加听证。", []),
        ("组织公职律师参加业务轮训。", []),
        ("开展“律师进乡村”活动。", []),
        ("法律顾问为干部作专题讲座2场。", []),
        ("全县有律师事务所6家、执业律师52名。", []),
        ("安排律师、调解员、心理咨询师走进工业园。", []),
        ("由律师、公证员组成的法律服务队为小微企业把脉问诊。", []),
        ("安排律师轮值坐班，为商户解疑释惑。", []),
        ("组织律师开展“送法上门”行动。", []),
        ("采购江城明理律师事务所常年法律顾问服务。", [("legal_counsel", "江城明理律师事务所", True)]),
        ("签约仪式之前听取法律顾问意见。", [("legal_counsel", None, None)]),
        ("重大项目签约前听取律师意见。", [("legal_counsel", None, False)]),
        ("对外签订的协议全部经法律顾问审核。", [("legal_counsel", None, False)]),
        ("与律师事务所签约，对方全程参与谈判。", [("legal_counsel", None, True)]),
    ],
)
def test_counsel(
    records_in: Find, sentence: str, expected: list[tuple[str, str | None, bool | None]]
) -> None:
    found = records_in("counsel", sentence)
    engaged = {(r.fields["kind"], r.fields.get("firm"), r.fields.get("retained")) for r in found}

    assert {(kind, firm) for kind, firm, _ in engaged} == {(kind, firm) for kind, firm, _ in expected}
    assert all(
        retained is None or (kind, firm, retained or None) in engaged for kind, firm, retained in expected
    )


@pytest.mark.parametrize(
    ("sentence", "posts"),
    [
        (
            "成立法治政府建设工作领导小组，由园区主要负责人任组长，分管领导任副组长，各部门负责人为成员。",
            ("法治政府建设工作领导小组", "园区主要负责人", "分管领导", "各部门负责人"),
        ),
        (
            "园区成立以党工委书记为组长、管委会主任为副组长、各部门负责人为成员的法治建设领导小组。",
            ("法治建设领导小组", "党工委书记", "管委会主任", "各部门负责人"),
        ),
        ("调整充实依法治镇领导小组。", ("依法治镇领导小组", None, None, None)),
        (
            "调整法治建设领导小组，由党工委书记、管委会主任共同担任组长。",
            ("法治建设领导小组", "党工委书记、管委会主任", None, None),
        ),
        (
            "成立依法治镇领导小组，确定镇长为组长，副镇长为副组长。",
            ("依法治镇领导小组", "镇长", "副镇长", None),
        ),
        ("组建了局长任组长、副局长任副组长的领导机构，统筹法治建设。", (None, "局长", "副局长", None)),
        (
            "成立由区长任第一组长、常务副区长任组长、副区长任副组长的法治建设领导小组。",
            ("法治建设领导小组", "区长、常务副区长", "副区长", None),
        ),
        (
            "成立依法治校领导小组，校长任组长，教导主任任常务副组长，总务主任任副组长。",
            ("依法治校领导小组", "校长", "教导主任、总务主任", None),
        ),
        (
            "由院长任组长、副院长任副组长、各科主任为成员的领导机构。",
            (None, "院长", "副院长", "各科主任"),
        ),
        (
            "普法领导小组作了调整，组长由书记、主任担任，副组长由副主任担任，成员包括法规科、人事科负责人。",
            ("普法领导小组", "书记、主任", "副主任", "法规科、人事科负责人"),
        ),
        (
            "成立法治建设领导小组。组长由局长担任，副组长由副局长担任。",
            ("法治建设领导小组", "局长", "副局长", None),
        ),
        (
            "局长任依法行政领导小组组长，副局长任副组长。",
            ("依法行政领导小组", "局长", "副局长", None),
        ),
        (
            "成立以书记为组长，各办主任、村书记为组员的法治建设领导小组。",
            ("法治建设领导小组", "书记", None, "各办主任、村书记"),
        ),
        (
            "法治建设领导小组由镇党委书记任组长，镇长任第一副组长，政法委员为常务副组长，整合司法所、派出所负责人为成员。",
            ("法治建设领导小组", "镇党委书记", "镇长、政法委员", "司法所、派出所负责人"),
        ),
        (
            "成立由县长任组长，常务副县长、县委政法委书记，分管副县长任副组长，各局局长为成员的依法行政领导小组。",
            ("依法行政领导小组", "县长", "常务副县长、县委政法委书记，分管副县长", "各局局长"),
        ),
        (
            "法治建设领导小组由书记任组长、副书记任副组长、司法所所长任办公室主任，各社区书记为成员。",
            ("法治建设领导小组", "书记", "副书记", "各社区书记"),
        ),
        (
            "成立由所长任组长，副所长任副组长，下设办公室，各股室负责人为成员的普法领导小组。",
            ("普法领导小组", "所长", "副所长", "各股室负责人"),
        ),
        (
            "成立综合执法指挥部，镇长任总指挥，副镇长任副总指挥，各办主任为成员。",
            ("综合执法指挥部", "镇长", "副镇长", "各办主任"),
        ),
        (
            "建立由副区长任召集人、司法局局长任副召集人的依法行政联席会议。",
            ("依法行政联席会议", "副区长", "司法局局长", None),
        ),
        ("成立“八五”普法领导小组。", ("“八五”普法领导小组", None, None, None)),
        ("建立“园区普法工作领导小组”。", ("园区普法工作领导小组", None, None, None)),
    ],
)
def test_leading_group(records_in: Find, sentence: str, posts: tuple[str | None, ...]) -> None:
    (group,) = records_in("leading_group", sentence)

    assert tuple(group.fields.get(name) for name in ("name", "head", "deputies", "members")) == posts


def test_a_group_may_stand_at_the_very_start(records_in: Find) -> None:
    (group,) = records_in("leading_group", "主任任组长的法治建设领导小组成立。")

    assert (group.start, group.text) == (0, "主任任组长的法治建设领导小组")


def test_a_group_for_another_matter_is_left_out(records_in: Find) -> None:
    assert records_in("leading_group", "成立招商引资领导小组，由局长任组长。") == []
    assert records_in("leading_group", "调整了依法治县领导小组办公室。") == []
    assert records_in("leading_group", "法治建设领导小组召开会议，由办公室牵头开展执法检查。") == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("领导干部每年学法不少于40学时。", ("required", "领导干部", "yearly", 40, "学时")),
        ("每季度至少组织一次集中学法。", ("required", None, "quarterly", 1, "次")),
        ("每半年听取一次法治工作汇报。", ("required", None, "half_yearly", 1, "次")),
        ("每周召开一次例会。", ("required", None, "weekly", 1, "次")),
        ("要求各部门每月报送执法情况。", ("required", "各部门", "monthly", None, None)),
        ("未经合法性审查的，不得提交会议审议。", ("must_not", None, None, None, None)),
        ("严禁以言代法。", ("must_not", None, None, None, None)),
        ("重大决策必须经过集体讨论。", ("must", None, None, None, None)),
        ("行政执法人员应当持证上岗。", ("must", "行政执法人员", None, None, None)),
        ("管委会要求在岗执法人员每年培训不少于60学时。", ("required", "在岗执法人员", "yearly", 60, "学时")),
        ("主任办公会每季度至少听取1次汇报。", ("required", "主任办公会", "quarterly", 1, "次")),
        ("同一部门对同一企业每年检查不得超过2次。", ("must_not", "同一部门", "yearly", 2, "次")),
        ("实行镇领导每周接访制度。", ("required", "镇领导", "weekly", None, None)),
        ("未取得执法证件的人员不得独立执法。", ("must_not", "未取得执法证件的人员", None, None, None)),
        ("党工委会议每半年听取一次汇报。", ("required", "党工委会议", "half_yearly", 1, "次")),
        ("安排律师每周到园区坐班。", ("required", "律师", "weekly", None, None)),
        ("业务科室应当在收到申请后7日内答复。", ("must", "业务科室", None, None, None)),
        ("检查人员在现场应主动亮明身份。", ("must", "检查人员", None, None, None)),
        ("标的额较大的合同须经法务科审核。", ("required", None, None, None, None)),
        ("新录用人员上岗前须参加法律考试。", ("must", "新录用人员", None, None, None)),
        ("行政强制决定一律先审核后实施。", ("required", None, None, None, None)),
        ("确保未经风险评估的事项不提交审议。", ("must_not", None, None, None, None)),
        ("对逾期未整改的，不得通过验收。", ("must_not", None, None, None, None)),
        ("文件印发前要听取不少于3家协会的意见。", ("required", None, None, 3, "家")),
        ("各镇（街道）于每月25日前报送台账。", ("required", "各镇（街道）", "monthly", None, None)),
        ("执法数据按季通报。", ("required", None, "quarterly", None, None)),
        ("半年一次述法评议。", ("required", None, "half_yearly", None, None)),
        ("每名队员年内应当参加不少于40学时的培训。", ("must", "每名队员", "yearly", 40, "学时")),
        ("三人以上的案件应当由局务会审议。", ("must", None, None, None, None)),
        ("每次抽查案卷不少于8至10件。", ("required", None, None, 8, "件")),
        ("同一企业每年受检不得超过1次。", ("must_not", None, "yearly", 1, "次")),
        ("以街道名义签订的协议必须送审。", ("must", None, None, None, None)),
        ("涉及农民工工资的，施工单位应当每月公示。", ("must", "施工单位", "monthly", None, None)),
        ("方案明确：对外合同须先送审。", ("required", None, None, None, None)),
        ("征求意见期限一般不少于30日。", ("required", None, None, 30, "日")),
        ("未履行听证程序的，不列入会议议题。", ("must_not", None, None, None, None)),
        ("每份处罚决定都要公示。", ("required", None, None, None, None)),
        ("全体队员参加公共法律知识培训不低于15学时。", ("required", "全体队员", None, 15, "学时")),
        ("所长作为第一责任人，必须亲自部署。", ("must", "所长", None, None, None)),
        ("根据《行政处罚法》规定，当事人要求听证的，应当组织听证。", ("must", None, None, None, None)),
        ("审查时间一般不少于5个工作日。", ("required", None, None, 5, "个工作日")),
        ("每个社区不少于2名网格员。", ("required", "每个社区", None, 2, "名")),
        ("各中队配备联络员不少于3名。", ("required", "各中队", None, 3, "名")),
        ("企业主要负责人每季度至少带队检查2次。", ("required", "企业主要负责人", "quarterly", 2, "次")),
        ("新开业商户必须签订承诺书。", ("must", "新开业商户", None, None, None)),
        ("每所学校每学期至少开展1次法治教育。", ("required", "每所学校", "half_yearly", 1, "次")),
        ("绝不允许协管人员单独执法。", ("must_not", None, None, None, None)),
        ("民警每季度参加1次测试。", ("required", "民警", "quarterly", 1, "次")),
        ("每周一由一名班子成员接访。", ("required", None, "weekly", None, None)),
        ("各国土所每月对矿山巡查一遍。", ("required", "各国土所", "monthly", 1, "遍")),
        ("合同内容不得违反法律规定。", ("must_not", None, None, None, None)),
        ("经办部门应当在用印前送审。", ("must", "经办部门", None, None, None)),
        ("各县区每月报送案例1件。", ("required", "各县区", "monthly", 1, "件")),
        ("区疾控监督所对重点单位每年检查一次。", ("required", "区疾控监督所", "yearly", 1, "次")),
        ("政府投资合同必须使用示范文本。", ("must", None, None, None, None)),
        ("同一区域应由一个主体负责巡查。", ("must", None, None, None, None)),
        ("严格落实、执行班子成员季度学法制度。", ("required", "班子成员", "quarterly", None, None)),
    ],
)
def test_duty(records_in: Find, sentence: str, expected: tuple[object, ...]) -> None:
    (duty,) = records_in("duty", sentence)

    names = ("modality", "bearer", "frequency", "amount", "unit")
    assert tuple(duty.fields.get(name) for name in names) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "全年组织培训12次。",
        "不得不承认差距。",
        "应急管理局开展演练。",
        "依据《年度报告制度工作指引》编写。",
        "主动适应新要求，积极应诉、快速响应。",
        "做到应公开尽公开、应审必审。",
        "应述职8人，实际述职8人。",
        "应企业请求上门服务。",
        "编印《办事须知》，梳理企业需求。",
        "讲解了哪些情形应当回避的知识。",
        "向商户宣传门前不得乱堆乱放。",
        "《行政强制法》规定，实施强制应当通知当事人到场。",
        "深刻认识到执法必须公正。",
        "窗口平均每月受理20件。",
        "每月办件量约300件。",
        "要求限期整改隐患12处。",
        "对应当公开的信息全部公开。",
        "全局应持执法证人员46人，实持45人。",
        "将全年任务分解到每个月。",
        "通过每周“法治微课”等平台学习新法。",
        "用好村组每月学习等时机讲解政策。",
        "应当事人申请举行听证3次。",
        "需要说明的是，数据截至年底。",
        "按照上级每年不少于两次的要求，开展检查3次。",
        "轻微违法不予处罚9件。",
        "树牢用权必须受监督的意识。",
        "群众诉求有呼必应。",
        "执法工作来不得半点马虎，容不得一丝懈怠。",
        "对拿不准的事项先请示。",
        "取消不应由社区出具的证明。",
        "坚持法定职责必须为、法无授权不可为。",
        "打铁必须自身硬。",
        "安全生产上，来不得半点侥幸。",
        "着力破解准入不准营问题。",
        "严格落实干部不得插手工程招标的记录制度。",
        "利用每年清明祭扫等节点宣传防火知识。",
    ],
)
def test_what_is_no_duty(records_in: Find, sentence: str) -> None:
    assert records_in("duty", sentence) == []


REPORT = """一、主要工作
开展执法检查12次，查处案件3起。
二、存在的问题
虽然取得一定成绩，但还存在一些不足：一是执法力量不足。二是普法形式单一，针对性不强。
三、下一步工作打算
（一）加强执法培训，充实执法力量。
（二）创新普法形式，提高普法实效。"""


def test_problems_and_plans_item_by_item(records_in: Find) -> None:
    assert [record.text for record in records_in("problem", REPORT)] == [
        "执法力量不足",
        "普法形式单一，针对性不强",
    ]
    assert [record.text for record in records_in("plan", REPORT)] == [
        "加强执法培训，充实执法力量",
        "创新普法形式，提高普法实效",
    ]


def test_problems_numbered_within_a_sentence(records_in: Find) -> None:
    text = "一、工作\n开展执法。\n二、存在的问题\n主要表现在：（一）执法力量薄弱；（二）普法形式单一。"

    assert [record.text for record in records_in("problem", text)] == ["执法力量薄弱", "普法形式单一"]


def test_problems_in_prose(records_in: Find) -> None:
    text = (
        "一、工作\n开展执法。\n二、还有哪些差距\n工作中仍有短板：基层执法力量薄弱；普法宣传形式单一。\n"
        "考核还不够精准。指标偏多，一些指标难以衡量。\n三、下一步打算\n组织培训，充实执法力量。\n特此报告。\n"
        "白鹿工业园区管理委员会\n2024年1月18日\n（此件公开发布）\n抄送：市司法局。"
    )

    assert [record.text for record in records_in("problem", text)] == [
        "基层执法力量薄弱",
        "普法宣传形式单一",
        "考核还不够精准。指标偏多，一些指标难以衡量",
    ]
    assert [record.text for record in records_in("plan", text)] == ["组织培训，充实执法力量"]


def test_problems_and_plans_in_one_part(records_in: Find) -> None:
    text = (
        "一、工作\n开展执法。\n二、问题和打算\n对照上级要求，法治建设还有不少短板。合同审查跟不上项目进度。\n"
        "针对上述问题，2024年将重点做好以下工作。充实法制审核人员。\n优化服务方式。开通合同联审窗口，限时出具意见。"
    )

    assert [record.text for record in records_in("problem", text)] == ["合同审查跟不上项目进度"]
    assert [record.text for record in records_in("plan", text)] == [
        "充实法制审核人员",
        "优化服务方式。开通合同联审窗口，限时出具意见",
    ]


def test_a_numbered_heading_that_only_says_problems_is_no_problem(records_in: Find) -> None:
    text = (
        "一、工作\n开展执法。\n二、存在不足和打算\n（一）主要不足\n持证人员不多；宣讲内容陈旧。\n"
        "（二）下一步打算\n招录专业人员。更新宣讲内容。"
    )

    assert [record.text for record in records_in("problem", text)] == ["持证人员不多", "宣讲内容陈旧"]
    assert [record.text for record in records_in("plan", text)] == ["招录专业人员", "更新宣讲内容"]


def test_plans_numbered_below_an_opening_among_the_problems(records_in: Find) -> None:
    text = (
        "一、工作\n开展执法。\n二、存在问题及下一步计划\n存在一些不足：\n1.执法力量偏弱。所里人少事多。\n2.普法不够深入。形式单一。\n"
        "2024年，我局将从以下方面着力：\n（1）充实执法队伍。组织资格考试。\n（2）创新普法形式。进村讲法。"
    )

    for numbers in (("（1）", "（2）"), ("1.", "2.")):
        again = text.replace("（1）", numbers[0]).replace("（2）", numbers[1])
        assert [record.text for record in records_in("problem", again)] == [
            "执法力量偏弱。所里人少事多",
            "普法不够深入。形式单一",
        ]
        assert [record.text for record in records_in("plan", again)] == [
            "充实执法队伍。组织资格考试",
            "创新普法形式。进村讲法",
        ]


def test_what_a_rule_is_about_may_stand_before_it(records_in: Find) -> None:
    (duty,) = records_in("duty", "政府合同和对外协议，必须先送司法所审查。")

    assert duty.text == "政府合同和对外协议，必须先送司法所审查"

    (duty,) = records_in("duty", "坚持会前学法，每月安排一次。")

    assert duty.text == "坚持会前学法，每月安排一次"

    (duty,) = records_in("duty", "办法规定未经审核或者审核不合法的议题，不得提交会议讨论。")

    assert duty.text == "未经审核或者审核不合法的议题，不得提交会议讨论"


def test_each_requirement_is_a_duty(records_in: Find) -> None:
    def duties(text: str) -> list[tuple[object, ...]]:
        names = ("modality", "bearer", "frequency")
        return [(r.text, *map(r.fields.get, names)) for r in records_in("duty", text)]

    assert duties("承办单位应当建立台账，十个工作日内报送结果。") == [
        ("承办单位应当建立台账", "must", "承办单位", None),
        ("十个工作日内报送结果", "must", "承办单位", None),
    ]
    assert duties("落实党组成员学法每季度不少于1次、每半年述法一次的要求。") == [
        ("党组成员学法每季度不少于1次", "required", "党组成员", "quarterly"),
        ("每半年述法一次", "required", "党组成员", "half_yearly"),
    ]
    assert duties("工作专班实行会商制度，每周碰头一次。") == [
        ("工作专班实行会商制度，每周碰头一次", "required", "工作专班", "weekly")
    ]


def test_duties_stand_in_plans_too(records_in: Find) -> None:
    text = "一、工作\n开展执法。\n二、下一步打算\n各中队应当公示处罚结果。要加强学习。要求各科室提高认识。"

    assert [record.text for record in records_in("duty", text)] == ["各中队应当公示处罚结果"]


def test_the_first_sentence_on_problems_may_only_say_that_there_are_some(records_in: Find) -> None:
    text = "一、工作\n开展执法。\n二、问题\n回头看，法治建设还有一些短板。有的协议临近签约才送审，时间很紧。"

    assert [record.text for record in records_in("problem", text)] == ["有的协议临近签约才送审，时间很紧"]


def test_a_rule_is_no_condition_of_the_next(records_in: Find) -> None:
    sentence = "凡未经合法性审查的一律不得提交会议审议，领导干部每年学法不少于40学时。"

    assert [record.text for record in records_in("duty", sentence)] == [
        "凡未经合法性审查的一律不得提交会议审议",
        "领导干部每年学法不少于40学时",
    ]


def test_a_clause_with_a_figure_alone_belongs_to_the_act_before(records_in: Find) -> None:
    text = "一、工作\n应急管理局等部门开展执法检查12次，出动人员36人次。"

    assert [(record.text, record.fields["class"]) for record in records_in("activity", text)] == [
        ("应急管理局等部门开展执法检查12次，出动人员36人次", "inspection")
    ]


@pytest.mark.parametrize(
    ("sentence", "acts"),
    [
        (
            "我县在广泛征求意见的基础上，制定了《青禾县合同管理办法》。",
            ["制定了《青禾县合同管理办法》"],
        ),
        (
            "针对老年人、残疾人等群体，开展上门普法12次。",
            ["开展上门普法12次"],
        ),
        ("作为省级改革试点，开展联合检查6次。", ["开展联合检查6次"]),
        (
            "坚持每周五组织干部集中学法，全年累计开展40余次。",
            ["坚持每周五组织干部集中学法，全年累计开展40余次"],
        ),
        ("责任落实到人。在抓落实上见真章，召开推进会4次。", ["召开推进会4次"]),
        (
            "成立了由镇长任组长，副镇长、派出所所长，分管执法的委员任副组长，各办主任为成员的依法行政领导小组。",
            [
                "成立了由镇长任组长，副镇长、派出所所长，分管执法的委员任副组长，"
                "各办主任为成员的依法行政领导小组"
            ],
        ),
        (
            "局领导讲授法治课2次，内容为《中华人民共和国民法典》。",
            ["局领导讲授法治课2次，内容为《中华人民共和国民法典》"],
        ),
        ("通过现场推进等多项措施，新设调解室3个。", ["新设调解室3个"]),
        ("举办执法培训3期，干部执法能力明显提升。", ["举办执法培训3期"]),
        ("发放宣传册2000份，进一步扩大普法工作影响力。", ["发放宣传册2000份"]),
    ],
)
def test_what_reports_nothing_done_is_no_activity(records_in: Find, sentence: str, acts: list[str]) -> None:
    assert [record.text for record in records_in("activity", f"一、工作开展情况\n{sentence}")] == acts


def test_activities_are_what_was_done(records_in: Find) -> None:
    found = records_in("activity", REPORT)

    assert [(record.text, record.fields["class"]) for record in found] == [
        ("开展执法检查12次", "inspection"),
        ("查处案件3起", "penalty"),
    ]
