"""Obligations assessed against reports (评估).

For each report and each statutory obligation that held in the reported year and binds its body there is
one assessment, and one for each standing requirement that the report states of itself. An assessment says
what the report *evidences*: ``evidenced``, ``partly``, ``not_reported`` or ``contrary``, the rule that
decided, and the characters it rests on. It never says that a body broke the law.

Each report's assessments are a graph of their own (``graph/assessments/BODY/YEAR``), kept in a file beside
the report's, so that only a changed report is assessed again.
"""

from fazhi.kg.assessment.report import Assessment, assess_report

__all__ = ["Assessment", "assess_report"]
