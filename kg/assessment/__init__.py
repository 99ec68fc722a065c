"""Obligations assessed against reports (评估).

There is one assessment for each report and each statutory obligation that was in force in the reported year
and binds the report's body, and one for each standing requirement that the report sets for itself. It says
what the report *evidences* (``evidenced``, ``partly``, ``not_reported`` or ``contrary``), which rule decided,
and which characters it rests on. It never says that a body broke the law.

The assessments of each report are a graph of their own (``graph/assessments/BODY/YEAR``), in a file next to
the report's, so that only a changed report is assessed again.
"""

from fazhi.kg.assessment.report import Assessment, assess_report

__all__ = ["Assessment", "assess_report"]
