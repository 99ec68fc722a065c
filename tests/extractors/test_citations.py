"""Mentions of instruments: their titles, numbers, articles and what they are cited for."""

from collections.abc import Callable

import pytest

from fazhi.extractors import Record

Find = Callable[[str, str], list[Record]]

#: Reason, sentence, the titles cited.
CITED = [
    (
        "a row without marks between",
        "学习《安全生产法》《消防法》、《保密法》。",
        ["安全生产法", "消防法", "保密法"],
    ),
    (
        "〈〉 inside",
        "印发《关于贯彻落实〈法治政府建设实施纲要（2021—2025年）〉的实施方案》。",
        ["关于贯彻落实〈法治政府建设实施纲要（2021—2025年）〉的实施方案"],
    ),
    ("《》 inside", "转发《关于印发《执法监督办法》的通知》。", ["关于印发《执法监督办法》的通知"]),
    ("unclosed before the next", "学习《行政处罚法、《行政复议法》。", ["行政处罚法", "行政复议法"]),
    ("unclosed at a comma", "认真落实《规范性文件管理规定，做好备案。", ["规范性文件管理规定"]),
    ("bare", "组织学习宪法、民法典。", ["宪法", "民法典"]),
    ("a plan with a quoted period", "落实“八五”普法规划。", ["“八五”普法规划"]),
    ("twice in a sentence", "学习宪法，宣传宪法。", ["宪法", "宪法"]),
    ("with its edition", "执行《行政处罚法（2021年修订）》。", ["行政处罚法（2021年修订）"]),
    ("the document's own plan", "印发《园区2023年法治建设工作要点》。", ["园区2023年法治建设工作要点"]),
    ("宪法日, 宪法宣传周", "开展宪法日和宪法宣传周活动。", []),
    ("宪法宣誓", "组织宪法宣誓仪式。", []),
    ("民法典宣传月", "举办民法典宣传月活动。", []),
    ("宪法 in the name of an event", "启动“宪法与柳河”宣传月。", []),
    ("宪法 as an idea", "增强宪法意识，弘扬宪法精神。", []),
    ("the slogan of the period", "深入推进“八五”普法工作。", []),
    ("short names of laws before an act", "组织保密法、档案法和统计法培训。", ["保密法", "档案法", "统计法"]),
    ("short names before 等法律法规", "依据消防法、建筑法等法律法规检查。", ["消防法", "建筑法"]),
    (
        "a whole title of a policy",
        "落实法治政府建设与责任落实督察工作规定。",
        ["法治政府建设与责任落实督察工作规定"],
    ),
    (
        "a plan of some years",
        "按照提升行政执法质量三年行动计划部署，开展评查。",
        ["提升行政执法质量三年行动计划"],
    ),
    ("the period within", "对照法治乡村建设“十四五”规划查漏补缺。", ["法治乡村建设“十四五”规划"]),
    ("whose plan it is", "谋划水利系统“九五”普法规划。", ["水利系统“九五”普法规划"]),
    ("a working plan", "制定并部署实施“八五”普法工作计划。", ["“八五”普法工作计划"]),
    ("the plan of a year", "印发2024年度规范性文件制定计划。", ["2024年度规范性文件制定计划"]),
    (
        "carried out, with the place that issued it",
        "落实上级部署和市2024年全面依法治市工作要点。",
        ["市2024年全面依法治市工作要点"],
    ),
    ("carried out", "按照2024年法治政府建设工作要点安排工作。", ["2024年法治政府建设工作要点"]),
    (
        "an edition behind",
        "进一步优化涉企不予强制执行措施清单（2024版）。",
        ["涉企不予强制执行措施清单（2024版）"],
    ),
    (
        "a name that begins with a verb",
        "出台优化营商环境三年行动方案（2023-2025年）。",
        ["优化营商环境三年行动方案（2023-2025年）"],
    ),
    ("rules on decisions", "制定完善园区“三重一大”事项决策规则。", ["园区“三重一大”事项决策规则"]),
    ("a regulation of a city", "依据柳河市养犬管理条例第八条处罚2起。", ["柳河市养犬管理条例"]),
    ("a province's", "宣传民法典、浙江省物业管理条例等。", ["民法典", "浙江省物业管理条例"]),
    ("rules of a body", "修订县政府工作规则，规范决策。", ["县政府工作规则"]),
    ("a numbered plan", "落实法治宣传教育第八个五年规划。", ["法治宣传教育第八个五年规划"]),
    (
        "plans and lists without a name of their own",
        "制定2025年度普法计划、2025年度党组理论学习计划、工作方案，完善权责清单和应急预案，推进三年行动计划，执行“三重一大”决策制度。",
        [],
    ),
    ("a period is no plan", "2025年是“十四五”规划收官之年，开展专项整治三年行动。", []),
    ("figures are no edition", "编制清单12项（2023年8项），2024年制定计划12项。", []),
    ("unclosed before an article", "对符合《行政处罚法第三十三条的不予处罚。", ["行政处罚法"]),
    ("unclosed before a verb", "以《柳河省燃气管理条例为主要内容宣讲。", ["柳河省燃气管理条例"]),
    ("notes of a meeting", "学习《全国法院工作会议纪要》，印发《会议纪要》。", ["全国法院工作会议纪要"]),
    (
        "general rules, a declaration and an answer",
        "学习《森林经营通则》《里约环境与发展宣言》《司法部关于收费问题的答复》。",
        ["森林经营通则", "里约环境与发展宣言", "司法部关于收费问题的答复"],
    ),
    ("agreements of parties", "签订《三方协定》《合作协定》。", []),
    ("a short name with an article", "违反水法第四十八条的，予以查处。", ["水法"]),
    ("a short name among titles", "开展《安全生产法》、消防法宣传。", ["安全生产法", "消防法"]),
    (
        "no short names",
        "指导公司法务部门，依托劳动法庭调解，加强消防法治宣传，开展审计法规学习，统计法人单位12家。",
        [],
    ),
    ("part of a name", "学习柳河市消防法规汇编，推进建筑法式研究，设立仲裁法律服务站。", []),
    ("a bracket not closed", "落实《行政规范性文件管理办法（暂行》。", ["行政规范性文件管理办法（暂行"]),
    (
        "a bracket not opened",
        "落实《县域法治乡村建设方案2022—2025年）》。",
        ["县域法治乡村建设方案2022—2025年）"],
    ),
    ("an edition without brackets", "公布《柳河市行政权力目录2023年版》。", ["柳河市行政权力目录2023年版"]),
    (
        "drafts",
        "讨论《农贸市场管理条例修订草案》《养犬规定（征求意见稿）》《停车办法送审稿》。",
        ["农贸市场管理条例修订草案", "养犬规定（征求意见稿）", "停车办法送审稿"],
    ),
    (
        "a proposal of the party",
        "学习《中共柳河市委关于推进基层治理的建议》。",
        ["中共柳河市委关于推进基层治理的建议"],
    ),
    ("a treaty", "宣讲《区域全面经济伙伴关系协定》。", ["区域全面经济伙伴关系协定"]),
    ("a letter in reply", "收到《司法部关于执法证件管理的复函》。", ["司法部关于执法证件管理的复函"]),
    ("letters", "寄送《催告函》《公函》《风险提示函》和《情况说明函》。", []),
    ("papers of a case", "送达《责令整改通知》《行政处罚决定》，出具《法律意见》。", []),
    ("papers without a name of their own", "张贴《通告》，下发《通知》。", []),
    ("papers of a firm", "帮助企业修改《集团章程》《采购计划》《隐患清单》。", []),
    ("proposals in a case", "提出《检察建议》《司法建议》。", []),
    ("a list that a body issued", "公布《柳河市应急局权力和责任清单》。", ["柳河市应急局权力和责任清单"]),
    ("a plan for emergencies", "修订梧州街道防汛抗旱应急预案。", ["梧州街道防汛抗旱应急预案"]),
    ("the law as a whole", "带头遵守宪法和法律，带头依法办事。", []),
    ("plans in general", "修订县级突发事件总体应急预案和事故等专项应急预案。", []),
    (
        "rules of a body on two matters",
        "修订区政府法律顾问管理和使用办法。",
        ["区政府法律顾问管理和使用办法"],
    ),
    ("a new law without marks", "做好新行政复议法实施的配套工作。", ["行政复议法"]),
    ("a bracket lost before 读本", "发放《中华人民共和国渔业法漫画读本。", ["中华人民共和国渔业法"]),
    ("a law to take home", "发放《保障中小企业款项支付条例》读本。", ["保障中小企业款项支付条例"]),
    (
        "a row of laws, some of them of the place",
        "走进渡口宣传渔业法、水上交通管理条例和湖区保护条例等法律法规。",
        ["渔业法", "水上交通管理条例", "湖区保护条例"],
    ),
    ("a row that is none of laws", "宣传残疾人保障法、渔具样式、安全用电知识等。", ["残疾人保障法"]),
    ("the year's tasks of a body", "印发县委依法治县办2024年工作要点。", ["县委依法治县办2024年工作要点"]),
    ("a law in the name of a contest", "参加全国宪法知识网络竞赛。", []),
    ("films", "观看《宪法的故事》《第二十条》等影片。", []),
    ("a book", "阅读《习近平法治思想学习纲要》一书。", []),
    ("a column and a course", "开设《法治讲堂》专栏，授课题目为《合同法实务》。", []),
    ("thought and spirit", "学习习近平法治思想、党的二十大精神。", []),
]


def test_the_year_that_a_plan_ends_is_no_part_of_its_name(records_in: Find) -> None:
    found = records_in("citation", "2020年是青禾市法治政府建设实施方案收官之年。")

    assert not any("2020年" in record.text for record in found)


def test_what_the_report_calls_itself_is_not_cited(records_in: Find) -> None:
    text = "槐岭镇2023年法治建设总结和2024年工作计划\n一、主要工作\n印发2023年普法工作计划。"

    assert [record.fields["title"] for record in records_in("citation", text)] == ["2023年普法工作计划"]


@pytest.mark.parametrize(("sentence", "titles"), [pytest.param(*row[1:], id=row[0]) for row in CITED])
def test_titles(records_in: Find, sentence: str, titles: list[str]) -> None:
    assert [record.fields["title"] for record in records_in("citation", sentence)] == titles


@pytest.mark.parametrize(
    ("sentence", "purpose"),
    [
        ("深入学习全会精神，紧扣《法治政府建设实施纲要》要求，将法治融入治理。", "basis"),
        ("抓好民法典、禁毒、防诈骗等法治宣传教育。", "publicity"),
        ("将述法纳入《石桥县年度综合考核办法》，用好考核结果。", "mention"),
        ("落实《信访工作条例》、做好法治宣传教育。", "basis"),
        ("编制完成《槐岭镇权责清单（2024年版）》。", "issued"),
        ("推动《柳河市湿地保护条例》列入市人大立法计划。", "mention"),
        ("将任务写入年度工作报告和《柳河市治水规划（2024—2027年）》。", "mention"),
        ("根据《中华人民共和国行政处罚法》的规定，开展自查。", "basis"),
        ("严格执行《重大行政决策程序暂行条例》。", "basis"),
        ("组织集中学习《中华人民共和国行政复议法》。", "study"),
        ("开展《民法典》知识测试。", "study"),
        ("学习宣传贯彻《中华人民共和国安全生产法》。", "study"),
        ("深入学习宣传贯彻《民法典》。", "study"),
        ("向群众宣传《中华人民共和国反有组织犯罪法》。", "publicity"),
        ("抓好《信访工作条例》学习贯彻。", "study"),
        ("做好《行政复议法》的学习宣传贯彻工作。", "study"),
        ("举办法治讲座2场，主要内容包括《公务员法》《监察法》。", "study"),
        ("镇长上了一堂党课，主题为《中国共产党纪律处分条例》。", "study"),
        ("发放资料300份，内容为《反有组织犯罪法》。", "publicity"),
        ("推进《信访工作条例》学习宣传。", "study"),
        ("组织保密法、档案法和统计法培训。", "study"),
        ("开展种子法、农产品质量安全法宣传。", "publicity"),
        ("制定《园区行政执法公示办法》。", "issued"),
        ("印发《园区法治建设工作要点》。", "issued"),
        ("推进《园区招商管理办法》修订。", "issued"),
        ("修编《园区突发事件应急预案》。", "issued"),
        ("牵头起草的《园区产业扶持办法》于9月公布施行。", "issued"),
        ("做好《中华人民共和国行政复议法》施行工作。", "basis"),
        ("围绕《工伤保险条例》拍摄短视频。", "publicity"),
        ("围绕《中华人民共和国宪法》和新修订的《治安管理处罚法》开展专题学习。", "study"),
        ("对标《优化营商环境条例》优化服务。", "basis"),
        ("围绕《快递暂行条例》，设点宣传8场。", "publicity"),
        ("依托《跨部门综合执法实施意见》组成联合执法队。", "basis"),
        ("在院坝用身边案例讲解《民法典》。", "publicity"),
        ("邀请法官为执法人员讲解《中华人民共和国行政处罚法》。", "study"),
        ("对修订后的《中华人民共和国行政处罚法》掌握不深。", "mention"),
        ("坚持以《法治政府建设实施纲要（2021—2025年）》为统领，补短板、强弱项。", "basis"),
        ("始终把《法治政府建设实施纲要（2021—2025年）》作为工作遵循。", "basis"),
        ("紧扣《法治宣传教育第八个五年规划》确定的目标任务，抓好普法。", "basis"),
        ("《信访工作条例》得到有效落实。", "basis"),
        ("合同签订前均依《园区合同管理办法》送法务部门审核。", "basis"),
        ("完善《行政处罚法》配套措施，规范委托执法。", "basis"),
        ("依据《广告法》第五十五条对3家商户罚款2万元。", "basis"),
        ("将《行政诉讼法》纳入中心组学习计划。", "study"),
        ("就新修订的《行政复议法》对执法人员开展轮训。", "study"),
        ("邀请区法院法官以《行政诉讼法》为题授课。", "study"),
        ("围绕《中国共产党纪律处分条例》开展研讨交流4次。", "study"),
        ("开展法律知识测试，内容涵盖《宪法》《民法典》。", "study"),
        ("组织新任职人员任前考法，科目为《宪法》《监察法》。", "study"),
        ("走村入户讲《反电信网络诈骗法》，受益群众300人。", "publicity"),
        ("将《民法典》编成快板，在村头演出。", "publicity"),
        ("以《反有组织犯罪法》为主要内容，发放折页800份。", "publicity"),
        ("围绕《未成年人保护法》，组织法治副校长进校园宣讲6场。", "publicity"),
        ("利用微信公众号推送《信访工作条例》解读12期。", "publicity"),
        ("面向经营主体学习宣传《公平竞争审查条例》，发放宣传资料200份。", "publicity"),
        ("《清塘镇重大决策目录》经党委会审议通过后向社会公布。", "issued"),
        ("对《清塘镇建房管理办法》开展合法性审查。", "issued"),
        ("今年印发的《清塘镇普法责任清单》共列任务30项。", "issued"),
        ("《园区2023年度普法责任清单》已印发执行。", "issued"),
        ("会同市司法局联合印发《关于建立行政争议联动化解机制的意见》。", "issued"),
        ("配合市人大开展《环境保护法》执法检查。", "mention"),
        ("《行政复议法》施行后，复议案件明显增多。", "mention"),
        ("制定并部署实施“八五”普法工作计划。", "issued"),
        ("进一步优化涉企轻微违法免罚措施清单（2024版）。", "issued"),
        ("班子专题学习新修改《中华人民共和国统计法》。", "study"),
        ("较早出台“八五”普法规划。", "issued"),
        ("出台《法治社会建设实施纲要》实施方案，细化任务。", "basis"),
        ("《柳河区2024年依法行政工作要点》已经区政府会议同意。", "issued"),
        ("中共中央办公厅、国务院办公厅出台《关于深化消防执法改革的意见》。", "mention"),
        ("对照中央要求制定《柳河区执法改革实施意见》。", "issued"),
        ("持续推进《柳河市养犬管理条例》立法进程。", "issued"),
        ("开展《信访工作条例》实施一周年集中宣传。", "publicity"),
        ("《民法典》进乡村活动开展12场。", "publicity"),
        ("为全体干部购买《民法典》80册。", "study"),
        ("对《行政处罚法》等法律法规学习不够深入。", "mention"),
        ("对2家违反《安全生产法》的企业立案查处。", "mention"),
        ("以《柳河市执法提质计划》落实为抓手，广泛开展法治宣传。", "basis"),
        ("推进《柳河市湿地保护条例》草案的起草工作。", "issued"),
        ("落实县府办印发《法治建设要点》等要求，推进各项工作。", "basis"),
        ("研读“落实机制”章节和《统计法》《审计法》。", "study"),
        ("协助做好残疾人保障法、湖区保护条例等法规的征求意见工作。", "mention"),
    ],
)
def test_purpose(records_in: Find, sentence: str, purpose: str) -> None:
    assert {citation.fields["purpose"] for citation in records_in("citation", sentence)} == {purpose}


def test_a_title_that_begins_its_clause_is_governed_by_what_follows(records_in: Find) -> None:
    procedure, catalogue = records_in(
        "citation",
        "严格执行《重大行政决策程序暂行条例》，《园区重大行政决策事项目录》收录事项4项，并挂网公示。",
    )

    assert (procedure.fields["purpose"], catalogue.fields["purpose"]) == ("basis", "issued")


def test_document_number_and_article_belong_to_the_citation(records_in: Find) -> None:
    numbered, article = records_in(
        "citation",
        "根据《关于规范行政执法的意见》（通委法办〔2023〕4号），依据《行政处罚法》第三十三条第一款免予处罚。",
    )

    assert numbered.text == "《关于规范行政执法的意见》（通委法办〔2023〕4号）"
    assert numbered.fields["document_number"] == "通委法办〔2023〕4号"
    assert article.text == "《行政处罚法》第三十三条第一款"
    assert article.fields["article"] == "第三十三条第一款"


def test_the_number_of_an_order_is_a_document_number(records_in: Find) -> None:
    (citation,) = records_in("citation", "落实《生产安全事故应急条例》（国务院令第708号）。")

    assert citation.fields["document_number"] == "国务院令第708号"


@pytest.mark.parametrize(
    ("sentence", "articles"),
    [
        ("依据《民法典》第一千零四十二条调解。", ["第一千零四十二条"]),
        ("依据《民法典》第 1087 条分割财产。", ["第1087条"]),
        ("依据《民法典》第二〇三条计算期间。", ["第二〇三条"]),
        ("适用《行政处罚法》第三十二条、第三十三条减轻处罚。", ["第三十二条", "第三十三条"]),
        ("适用《行政处罚法》第三十二条、三十三条和第五十一条。", ["第三十二条", "第三十三条", "第五十一条"]),
        ("适用《行政处罚法》第五、第六条。", ["第五条", "第六条"]),
        ("适用《行政强制法》第九条第二款、第三款和第二十五条。", ["第九条第二款、第三款", "第二十五条"]),
        ("适用《行政处罚法》第九条第（一）项、第（三）项。", ["第九条第（一）项、第（三）项"]),
        ("适用《刑法》第二百五十三条之一第一款和第二款。", ["第二百五十三条之一第一款和第二款"]),
        ("学习《水法》第六十条至第六十五条。", ["第六十条至第六十五条"]),
        ("学习《水法》第六十至六十五条。", ["第六十至六十五条"]),
        ("研读《行政处罚法》第五章、第六章。", ["第五章", "第六章"]),
        ("研读《民法典》第三编第二章。", ["第三编第二章"]),
        ("依据《固体废物污染环境防治法》（2020年修订）第一百零二条处罚。", ["第一百零二条"]),
        ("依据《行政复议法》中的第十一条受理。", ["第十一条"]),
        ("依据《消防法》之第六十条处罚。", ["第六十条"]),
        ("依据《信访工作条例》（以下简称《条例》）第二十条办理。", ["第二十条"]),
        ("依据《行政处罚法》第三十三条，第一批案件免罚。", ["第三十三条"]),
        ("依据《行政处罚法》第三十三条和有关规定免罚。", ["第三十三条"]),
        ("学习《行政复议法》，第二批学员参加。", [None]),
    ],
)
def test_each_article_is_a_citation(records_in: Find, sentence: str, articles: list[str | None]) -> None:
    assert [citation.fields.get("article") for citation in records_in("citation", sentence)] == articles


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        (
            "落实《柳河市养犬管理条例》（以下简称《条例》），按《条例》第八条巡查。",
            [("柳河市养犬管理条例", None), ("条例", "第八条")],
        ),
        (
            "执行《停车管理办法》（柳政发〔2023〕5号，以下简称《办法》）第五条。",
            [("停车管理办法", "第五条")],
        ),
        (
            "依据《消防法》第十六条检查，依据该法第六十条处罚。",
            [("消防法", "第十六条"), ("消防法", "第六十条")],
        ),
        (
            "对照《柳河市养犬管理条例（试行）》自查，并落实该条例的第八条。",
            [("柳河市养犬管理条例（试行）", None), ("柳河市养犬管理条例（试行）", "第八条")],
        ),
        (
            "依据《税收征收管理法》及其实施细则第四十六条追缴。",
            [("税收征收管理法", None), ("税收征收管理法实施细则", "第四十六条")],
        ),
        ("依据《信访工作条例》办理，该法第九条不适用。", [("信访工作条例", None)]),
        ("学习《消防法》，该法对企业很重要。", [("消防法", None)]),
    ],
)
def test_words_that_stand_for_a_title(
    records_in: Find, text: str, cited: list[tuple[str, str | None]]
) -> None:
    found = [record.fields for record in records_in("citation", text)]
    assert [(fields["title"], fields.get("article")) for fields in found] == cited
