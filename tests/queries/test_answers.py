"""What each question answers on the fixture: four small invented reports."""

import pytest
from pyoxigraph import Store

from fazhi.queries import catalogue, run, table

QIDONG, SAMPLE, ZONE = "启东生命健康产业园", "示例高新技术产业园区", "样本经济开发区"
CASES = "行政处罚立案（查处、办理）件数"
FIRM = "示例律师事务所"
OMNIBUS = "国务院关于修改和废止部分行政法规的决定（2022年3月29日）"
PUBLISH, EXAM, SAFETY = "4月1日前公开年度法治政府建设报告", "工作人员法律知识考试", "宣传安全生产法律法规"
COMPLAINTS = "按照《信访条例》办理来信。"

# question, parameters, the columns looked at, the rows in their order
ANSWERS = [
    (
        "cites-law",
        {"law": "中华人民共和国安全生产法"},
        "body year purpose titleAsWritten sentence",
        [
            (QIDONG, "2022", "依据", "安全生产法", "依据《安全生产法》开展检查。"),
            (SAMPLE, "2022", "学习", "安全生产法", "学习《安全生产法》《爱国主义教育法》。"),
            (QIDONG, "2023", "依据", "安全生产法", "严格执行《安全生产法》。"),
            (ZONE, "2023", "宣传", "新安全生产法", "宣传《安全生产法》。"),
        ],
    ),
    ("cites-law", {"law": "合同法", "year": "2022"}, "body", []),
    (
        # A title that may mean it, or the province's of the same name, is marked.
        "cites-law",
        {"law": "信访条例"},
        "body year link sentence",
        [
            (QIDONG, "2022", "名称一致", COMPLAINTS),
            (QIDONG, "2023", "名称一致", COMPLAINTS),
            (ZONE, "2023", "所指不明", "依照《信访条例》接待来访。"),
        ],
    ),
    ("cites-law", {"law": "示例省信访条例"}, "body link", [(ZONE, "所指不明")]),
    (
        "ambiguous-titles",
        {"body": ZONE},
        "year titleAsWritten possible jurisdiction sentence",
        [
            ("2023", "信访条例", "信访条例", "全国", "依照《信访条例》接待来访。"),
            ("2023", "信访条例", "示例省信访条例", "示例省", "依照《信访条例》接待来访。"),
        ],
    ),
    ("not-in-force", {"body": ZONE}, "law", []),
    ("unknown-instruments", {"body": ZONE}, "titleAsWritten", []),
    (
        "laws-cited",
        {"body": ZONE, "year": "2023"},
        "law link",
        [
            ("信访条例", "所指不明"),
            ("安全生产法", "别名"),
            ("示例市园区管理办法", "名称一致"),
            ("示例省信访条例", "所指不明"),
            ("示例省安全生产条例", "名称一致"),
        ],
    ),
    (
        "citations-by-purpose",
        {"body": ZONE},
        "purpose citations instruments",
        [("依据", 3, 2), ("宣传", 1, 1)],
    ),
    (
        # Of the bodies, one lies in a place; the sentence of each citation of a national law.
        "cited-in-place",
        {"place": "江苏省", "jurisdiction": "全国"},
        "place body year law purpose sentence",
        [
            ("江苏省", QIDONG, "2022", "安全生产法", "依据", "依据《安全生产法》开展检查。"),
            ("江苏省", QIDONG, "2022", "信访条例", "依据", COMPLAINTS),
            ("江苏省", QIDONG, "2023", "安全生产法", "依据", "严格执行《安全生产法》。"),
            ("江苏省", QIDONG, "2023", "合同法", "宣传", "大力宣传《消费者权益保护法》《合同法》。"),
            ("江苏省", QIDONG, "2023", "信访条例", "依据", COMPLAINTS),
        ],
    ),
    ("cited-in-place", {"place": "320681", "law": "合同法"}, "year", [("2023",)]),
    ("cited-in-place", {"place": "启东市", "jurisdiction": "示例省"}, "law", []),
    (
        "laws-cited",
        {"body": SAMPLE},
        "year law purpose",
        [("2022", "安全生产法", "学习"), ("2022", "爱国主义教育法", "学习"), ("2022", "经济合同法", "依据")],
    ),
    (
        "most-cited-laws",
        {"year": "2022"},
        "law bodies citations",
        [
            ("安全生产法", 2, 2),
            ("信访条例", 1, 1),
            ("宪法", 1, 1),
            ("爱国主义教育法", 1, 1),
            ("经济合同法", 1, 1),
        ],
    ),
    (
        # 信访条例 ended in 2022: cited for 2022 it still had force on 1 January, for 2023 not.
        "not-in-force",
        {},
        "body year law endedOn successor sentence",
        [
            (SAMPLE, "2022", "经济合同法", "1999-10-01", "合同法", "依据《经济合同法》签约。"),
            (QIDONG, "2023", "信访条例", "2022-05-01", OMNIBUS, COMPLAINTS),
            (
                QIDONG,
                "2023",
                "合同法",
                "2021-01-01",
                "民法典",
                "大力宣传《消费者权益保护法》《合同法》。",
            ),
        ],
    ),
    (
        "not-yet-adopted",
        {},
        "body year law adoptedOn",
        [(SAMPLE, "2022", "爱国主义教育法", "2023-10-24")],
    ),
    (
        # A law ended or not yet begun has no version, and that is known; where a text is missing, or the
        # day on which one took effect, the answer is open.
        "law-version",
        {"year": "2023"},
        "body law versionDate inForceFrom inForceTo endedOn wholeYear",
        [
            (QIDONG, "信访条例", None, None, None, "2022-05-01", "是"),
            (QIDONG, "合同法", None, None, None, "2021-01-01", "是"),
            (QIDONG, "安全生产法", "2021-06-10", "2021-09-01", None, None, "是"),
            (QIDONG, "宪法", None, None, None, None, "否"),
            (QIDONG, "消费者权益保护法", None, None, None, None, "否"),
            (ZONE, "安全生产法", "2021-06-10", "2021-09-01", None, None, "是"),
            (ZONE, "示例市园区管理办法", "2023-01-10", "2023-02-01", "2023-09-30", None, "是"),
            (ZONE, "示例市园区管理办法", "2023-08-15", "2023-10-01", None, None, "是"),
            (ZONE, "示例省安全生产条例", "2010-01-20", "2010-03-01", "2023-05-31", None, "否"),
        ],
    ),
    (
        "law-version",
        {"year": "2022", "law": "信访条例"},
        "versionDate inForceFrom inForceTo endedOn wholeYear",
        [("2005-01-10", "2005-05-01", "2022-04-30", "2022-05-01", "是")],
    ),
    (
        "in-force-on",
        {"date": "2021-01-01", "body": QIDONG},
        "law inForce adoptedOn begunOn endedOn versionDate",
        [
            ("信访条例", "是", "2005-01-10", "2005-05-01", "2022-05-01", "2005-01-10"),
            ("合同法", "否", "1999-03-15", "1999-10-01", "2021-01-01", None),
            ("安全生产法", "是", "2002-06-29", "2002-11-01", None, "2014-08-31"),
            ("宪法", None, "1982-12-04", None, None, None),
            # Its newest text has been in force since 2014; whether another came between is not known here.
            ("消费者权益保护法", "是", "1993-10-31", None, None, None),
        ],
    ),
    (
        "in-force-on",
        {"date": "2020-12-31", "law": "合同法"},
        "inForce versionDate",
        [("是", "1999-03-15")],
    ),
    # Repealed on an unknown day: in force as long as a version is known to have been, then open.
    ("in-force-on", {"date": "2023-05-31", "law": "示例省安全生产条例"}, "inForce", [("是",)]),
    ("in-force-on", {"date": "2024-05-01", "law": "示例省安全生产条例"}, "inForce", [(None,)]),
    ("in-force-on", {"date": "2010-02-28", "law": "示例省安全生产条例"}, "inForce", [("否",)]),
    (
        "local-law-bases",
        {},
        "body year law basis sentence",
        [
            (ZONE, "2023", "示例省安全生产条例", "安全生产法", "落实《示例省安全生产条例》。"),
            (ZONE, "2023", "示例市园区管理办法", None, "执行《示例市园区管理办法》。"),
        ],
    ),
    (
        "near-miss-titles",
        {},
        "body titleAsWritten suggestion",
        [(SAMPLE, "法治政府建设实施纲要(2022—2025年)", "法治政府建设实施纲要（2021－2025年）")],
    ),
    (
        "unknown-instruments",
        {},
        "titleAsWritten documentNumber",
        [("示例市会前学法办法", "示政〔2022〕3号"), ("园区重大决策规则", None)],
    ),
    (
        "basis-chains",
        {"year": "2022"},
        "body law successor",
        [
            (QIDONG, "信访条例", OMNIBUS),
            (SAMPLE, "经济合同法", "合同法"),
            (SAMPLE, "经济合同法", "民法典"),
        ],
    ),
    (
        "studied-not-applied",
        {"body": SAMPLE},
        "law",
        [("安全生产法",), ("爱国主义教育法",)],
    ),
    # 安全生产法 is a basis in another year's report of the same body.
    ("studied-not-applied", {"body": QIDONG, "year": "2022"}, "law", []),
    (
        "co-cited-laws",
        {"law": "合同法"},
        "other reports",
        [("信访条例", 1), ("安全生产法", 1), ("宪法", 1), ("消费者权益保护法", 1)],
    ),
    (
        "citations-by-purpose",
        {"body": SAMPLE},
        "year purpose citations instruments",
        [("2022", "依据", 3, 1), ("2022", "制定", 1, 0), ("2022", "学习", 2, 2)],
    ),
    (
        "issued-documents",
        {},
        "body titleAsWritten sentence",
        [(SAMPLE, "园区重大决策规则", "制定《园区重大决策规则》。")],
    ),
    (
        "leading-groups",
        {},
        "body year groupName head deputies members",
        [(QIDONG, "2023", "依法治理工作领导小组", "园区主要负责人", None, "其他班子领导")],
    ),
    (
        "counsel",
        {"year": "2022"},
        "body kind firm retained sentence",
        [
            (QIDONG, "法律顾问", FIRM, "是", "聘请示例律师事务所担任法律顾问。"),
            (SAMPLE, "法律顾问", FIRM, "是", "常年聘用示例律师事务所。"),
        ],
    ),
    ("no-counsel", {}, "body year", [(ZONE, "2023")]),
    (
        "shared-firms",
        {},
        "firm body year",
        [(FIRM, QIDONG, "2022"), (FIRM, QIDONG, "2023"), (FIRM, SAMPLE, "2022")],
    ),
    (
        "bodies-and-places",
        {"body": QIDONG},
        "parent place divisionCode within",
        [("启东市人民政府", "启东市", "320681", "南通市")],
    ),
    ("bodies-and-places", {}, "body place", [(ZONE, None), (SAMPLE, None), (QIDONG, "启东市")]),
    (
        "reports",
        {"year": "2023"},
        "body issued documentNumber publisher issuedSentence sentence",
        [
            (
                QIDONG,
                "2024-04-01",
                "启健〔2024〕1号",
                "启东市人民政府",
                "发布日期：2024-04-01",
                "启东生命健康产业园2023年度法治政府建设情况报告",
            ),
            (ZONE, None, None, None, None, None),
        ],
    ),
    ("reports-since", {"since": "2023"}, "body year", [(QIDONG, "2023"), (ZONE, "2023")]),
    ("reports-since", {"since": "2024"}, "body", []),
    (
        "late-publication",
        {},
        "body year issued sentence",
        [(QIDONG, "2023", "2024-04-01", "发布日期：2024-04-01"), (SAMPLE, "2022", "2023-07-12", None)],
    ),
    # A section within a section counts: the fixture's plans stand within the problems.
    ("missing-parts", {}, "body part", [(ZONE, "下一步安排"), (ZONE, "存在问题")]),
    (
        "publicity-days",
        {},
        "body year day dateAsWritten",
        [(QIDONG, "2023", "国际消费者权益日", "3月15日")],
    ),
    ("observes-day", {"day": "3·15"}, "body day", [(QIDONG, "国际消费者权益日")]),
    ("observes-day", {"day": "constitution-day"}, "body", []),
    (
        "enforcement-cases",
        {},
        "body year cases fine",
        [(QIDONG, "2022", 15, 100000), (QIDONG, "2023", 21, 253700)],
    ),
    (
        "fines-per-case",
        {},
        "body year cases fine finePerCase",
        [(QIDONG, "2022", 15, 100000, 6666.67), (QIDONG, "2023", 21, 253700, 12080.95)],
    ),
    # The report of another body states a lost case. A blank is no statement.
    (
        "no-lost-case",
        {},
        "body year lost sentence",
        [(QIDONG, "2022", None, None), (QIDONG, "2023", 0, "应诉2件，败诉0件。")],
    ),
    (
        "observations",
        {"indicator": "penalty_case_count"},
        "body year value total unit change",
        [
            (QIDONG, "2022", 15, None, "起", None),
            (SAMPLE, "2022", 8, None, "起", None),
            (QIDONG, "2023", 21, None, "起", None),
            # A part is of its whole's indicator.
            (QIDONG, "2023", 20, 21, "起", None),
            (QIDONG, "2023", 34, None, "%", "下降"),
        ],
    ),
    (
        "year-on-year",
        {},
        "body indicator unit year before value difference",
        [
            (QIDONG, "罚款金额", "元", "2023", 100000, 253700, 153700),
            (QIDONG, CASES, "起", "2023", 15, 21, 6),
        ],
    ),
    (
        "indicator-summary",
        {"indicator": "penalty_case_count"},
        "unit year bodies figures least greatest total",
        [("起", "2022", 2, 2, 8, 15, 23), ("起", "2023", 1, 1, 21, 21, 21)],
    ),
    (
        "conflicting-figures",
        {},
        "body value otherValue unit sentence otherSentence",
        [(QIDONG, 272, 281, "家次", "检查企业272家次。", "检查企业281家次。")],
    ),
    (
        "problems",
        {"year": "2023"},
        "topic sentence",
        [("培训", "业务培训仍显不足。"), (None, "思想认识有待提高。")],
    ),
    (
        "problems-by-topic",
        {},
        "year topic bodies problems",
        [
            ("2022", "普法宣传", 1, 1),
            ("2022", "培训", 1, 1),
            ("2023", "未归类", 1, 1),
            ("2023", "培训", 1, 1),
        ],
    ),
    (
        "recurring-problems",
        {},
        "body year topic sentence sentenceBefore",
        [(QIDONG, "2023", "培训", "业务培训仍显不足。", "执法人员培训不够。")],
    ),
    # Problems and plans of 2023 are on different topics.
    (
        "problems-with-plans",
        {},
        "body year topic sentence planSentence",
        [(QIDONG, "2022", "培训", "执法人员培训不够。", "加强执法人员培训。")],
    ),
    ("plans", {"year": "2023"}, "body topic sentence", [(QIDONG, "普法宣传", "继续抓好普法宣传。")]),
    (
        "plan-follow-up",
        {},
        "body year planned sentence",
        [
            (QIDONG, "2023", "加强执法人员培训", "每周召集执法人员开展业务培训。"),
            (QIDONG, "2023", "加强执法人员培训", "组织法治专题培训班。"),
            (QIDONG, "2023", "组织一次法律知识考试", None),
        ],
    ),
    (
        "stated-duties",
        {},
        "modality frequency amount unit outcome sentence",
        [
            # Of the part on work done; of a sentence in no part nothing is concluded.
            ("要求", "每季度", 1, "次", "未报告", "每季度组织一次集中学法。"),
            ("不得", None, None, None, None, "未经合法性审查的，不得提交讨论。"),
        ],
    ),
    (
        "obligations",
        {},
        "obligation law article bearer frequency deadline",
        [
            (SAFETY, "安全生产法", "第十三条", "公共机构", None, None),
            (
                *(PUBLISH, "法治政府建设与责任落实督察工作规定", "第二十四条"),
                *("政府部门", "每年", "每年4月1日前"),
            ),
            (EXAM, "法治政府建设与责任落实督察工作规定", "第十条", "公共机构", "每年", None),
        ],
    ),
    (
        "deadlines",
        {"date": "2024-04-01"},
        "obligation deadline law article bearer",
        [(PUBLISH, "每年4月1日前", "法治政府建设与责任落实督察工作规定", "第二十四条", "政府部门")],
    ),
    ("deadlines", {"date": "2024-03-31"}, "obligation", []),
    # Not yet in force.
    ("deadlines", {"date": "2019-04-01"}, "obligation", []),
    (
        "obligations-through-parent",
        {"year": "2023"},
        "body parent obligation law article",
        [(QIDONG, "启东市人民政府", PUBLISH, "法治政府建设与责任落实督察工作规定", "第二十四条")],
    ),
    (
        # Direct and reaching are not added up: each is 100 % of its own.
        "outcome-shares",
        {"year": "2023"},
        "body reach outcome obligations share",
        [
            (QIDONG, "直接约束", "有证据", 1, 50),
            (QIDONG, "直接约束", "未报告", 1, 50),
            (QIDONG, "间接适用", "相反", 1, 100),
            (ZONE, "直接约束", "未报告", 1, 100),
        ],
    ),
    ("outcome-shares", {"year": "2023", "reach": "reaching"}, "body share", [(QIDONG, 100)]),
    ("obligations-from-law", {"law": "新安法"}, "obligation scope", [(SAFETY, "所有机关单位")]),
    (
        "obligation-matrix",
        {"body": QIDONG},
        "year obligation outcome",
        [
            ("2022", PUBLISH, "有证据"),
            ("2022", EXAM, "未报告"),
            ("2023", PUBLISH, "相反"),
            ("2023", SAFETY, "有证据"),
            ("2023", EXAM, "未报告"),
        ],
    ),
    # One report of 2022 speaks of the exam; none of 2023 does.
    (
        "unreported-obligations",
        {},
        "obligation year reach reports",
        [(SAFETY, "2022", "直接约束", 1), (EXAM, "2023", "直接约束", 2)],
    ),
    ("unreported-obligations", {"reach": "reaching"}, "obligation year reports", []),
    (
        "obligation-evidence",
        {"obligation": "safety-law-publicity"},
        "body year outcome sentence",
        [
            (SAMPLE, "2022", "未报告", None),
            (QIDONG, "2023", "有证据", "严格执行《安全生产法》。"),
        ],
    ),
    (
        "contrary-assessments",
        {},
        "body year obligation reach way verification explanation",
        [(QIDONG, "2023", PUBLISH, "间接适用", "经由上级政府", "已核对", "发布日期晚于期限")],
    ),
    ("contrary-assessments", {"reach": "direct"}, "obligation", []),
    (
        "obligation-matrix",
        {"year": "2023", "reach": "直接约束"},
        "body obligation outcome way verification",
        [
            (QIDONG, SAFETY, "有证据", "所有机关单位", "条文未核对"),
            (QIDONG, EXAM, "未报告", "所有机关单位", "条文未核对"),
            (ZONE, EXAM, "未报告", "所有机关单位", "条文未核对"),
        ],
    ),
    (
        "activities",
        {"class": "普法宣传"},
        "body sentence",
        [(QIDONG, "大力宣传《消费者权益保护法》《合同法》。"), (ZONE, "开展普法宣传。")],
    ),
    (
        "studied-laws",
        {},
        "body year class law text",
        [
            (SAMPLE, "2022", "学法", "安全生产法", "学习《安全生产法》《爱国主义教育法》"),
            (SAMPLE, "2022", "学法", "爱国主义教育法", "学习《安全生产法》《爱国主义教育法》"),
        ],
    ),
    # The Constitution was studied too, but no activity says in what.
    ("studied-laws", {"law": "宪法"}, "law", []),
    (
        "laws-by-day",
        {"day": "3·15"},
        "body year day law",
        [
            (QIDONG, "2023", "国际消费者权益日", "合同法"),
            (QIDONG, "2023", "国际消费者权益日", "消费者权益保护法"),
        ],
    ),
    ("laws-by-day", {"law": "安全生产法"}, "day", []),
    (
        "laws-by-activity",
        {},
        "year class law bodies activities",
        [
            ("2022", "学法", "安全生产法", 1, 1),
            ("2022", "学法", "爱国主义教育法", 1, 1),
            ("2023", "普法宣传", "合同法", 1, 1),
            ("2023", "普法宣传", "消费者权益保护法", 1, 1),
        ],
    ),
    ("laws-by-activity", {"class": "publicity", "law": "合同法"}, "activities", [(1,)]),
    (
        "activities-by-class",
        {"year": "2023"},
        "body class activities",
        [
            (QIDONG, "培训", 2),
            (QIDONG, "行政诉讼", 1),
            (QIDONG, "行政处罚", 1),
            (QIDONG, "普法宣传", 1),
            (ZONE, "普法宣传", 1),
        ],
    ),
    (
        "activity-shares",
        {"year": "2023"},
        "class activities share",
        [
            ("普法宣传", 2, 33.3),
            ("培训", 2, 33.3),
            ("行政诉讼", 1, 16.7),
            ("行政处罚", 1, 16.7),
        ],
    ),
    ("activity-shares", {"class": "exam"}, "year share", [("2022", 33.3)]),
    (
        "training-and-exams",
        {},
        "body class sentence",
        [
            (SAMPLE, "考试", "组织机关干部参加法律知识考试。"),
            (QIDONG, "培训", "每周召集执法人员开展业务培训。"),
            (QIDONG, "培训", "组织法治专题培训班。"),
        ],
    ),
    (
        "low-confidence",
        {},
        "confidence type rule text",
        [
            (0.6, "引用", "规则citation.bare", "《信访条例》"),
            (0.75, "计划", "规则plan.sentence", "继续抓好普法宣传"),
        ],
    ),
    (
        "records-by-rule",
        {"rule": "规则plan.item"},
        "type body text",
        [("计划", QIDONG, "加强执法人员培训"), ("计划", QIDONG, "组织一次法律知识考试")],
    ),
    (
        "revised-records",
        {"year": "2022"},
        "body revisionKind type reviser revisedOn note text",
        [
            (QIDONG, "通读完毕", "报告", "李强", "2023-05-05", None, None),
            (QIDONG, "更正", "引用", "王芳", "2023-05-04", "依据，不是宣传", "《安全生产法》"),
        ],
    ),
    ("revised-records", {"body": ZONE}, "type", []),
    ("own-register", {}, "entry ownRegisterFile reports", [("示例市园区管理办法", "示例名录.csv", 1)]),
    (
        "rules",
        {},
        "rule type statements reports leastConfidence",
        [
            ("规则activity.verb", "活动", 9, 4, 0.95),
            ("规则citation.bare", "引用", 1, 1, 0.6),
            ("规则citation.quoted", "引用", 17, 4, 0.95),
            ("规则counsel", "法律顾问", 3, 3, 0.95),
            ("规则duty", "写明的要求", 2, 1, 0.95),
            ("规则leading-group", "领导小组", 1, 1, 0.95),
            ("规则observation", "数据", 11, 3, 0.95),
            ("规则plan.item", "计划", 2, 1, 0.95),
            ("规则plan.sentence", "计划", 1, 1, 0.75),
            ("规则problem.item", "问题", 4, 3, 0.95),
            ("规则publicity-day", "宣传日活动", 1, 1, 0.95),
        ],
    ),
]


@pytest.mark.parametrize(
    ("name", "parameters", "columns", "rows"), ANSWERS, ids=[f"{row[0]}-{len(row[1])}" for row in ANSWERS]
)
def test_the_question_answers(
    name: str, parameters: dict[str, str], columns: str, rows: list[tuple[object, ...]], fixture_store: Store
):
    answer = table(run(fixture_store, name, parameters))

    positions = [answer.columns.index(column) for column in columns.split()]
    assert [tuple(row[position] for position in positions) for row in answer.rows] == rows


def test_every_question_has_its_answer_here():
    assert {name for name, *_ in ANSWERS} == set(catalogue())


def test_a_statement_leads_to_its_exact_characters(fixture_store: Store):
    answer = table(run(fixture_store, "counsel", {"body": QIDONG, "year": "2023"}))

    evidence = [row[answer.columns.index("evidence")] for row in answer.rows]
    assert evidence == [f"https://w3id.org/fazhi/id/text/{QIDONG}/2023#char=109,131"]
