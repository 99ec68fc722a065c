"""The ids of our fixed SKOS schemes, for code without RDF.

Labels and definitions are in schemes.ttl; a test checks that the two agree. Indicators are not here: they
come from indicators.yaml (:func:`fazhi.ontology.reference.indicators`).
"""

from __future__ import annotations

#: Id of an activity class -> the OWL class (local name) of its activities.
ACTIVITY_CLASSES = {
    "leadership": "LeadershipActivity",
    "law_study": "LawStudy",
    "duty_report": "DutyReporting",
    "publicity": "PublicityActivity",
    "training": "Training",
    "exam": "Examination",
    "document_management": "DocumentManagement",
    "decision_procedure": "DecisionProcedure",
    "legality_review": "LegalityReview",
    "risk_assessment": "RiskAssessment",
    "legal_counsel": "LegalCounselActivity",
    "openness": "OpennessActivity",
    "supervision": "Supervision",
    "inspection": "Inspection",
    "penalty": "EnforcementCase",
    "rectification": "Rectification",
    "emergency": "EmergencyActivity",
    "mediation": "Mediation",
    "petition": "PetitionHandling",
    "reconsideration": "AdministrativeReconsideration",
    "litigation": "AdministrativeLitigation",
    "business_environment": "BusinessEnvironmentActivity",
    "legal_service": "LegalServiceActivity",
    "appraisal": "Appraisal",
    "reporting": "ReportingActivity",
    "other": "OtherActivity",
}
PURPOSES = ("basis", "study", "publicity", "issued", "mention")
OUTCOMES = ("evidenced", "partly", "not_reported", "contrary")
MODALITIES = ("must", "must_not", "required", "should")
MODIFIERS = ("exact", "approx", "more_than", "at_least", "at_most")
#: The first five are for stated duties, the others for statutory obligations.
FREQUENCIES = (
    "weekly",
    "monthly",
    "quarterly",
    "half_yearly",
    "yearly",
    "annual",
    "every_2_years",
    "regular",
    "continuous",
    "per_decision",
    "per_document",
    "per_case",
    "as_needed",
)
ROLES = ("preamble", "work_done", "leader_duties", "problems", "plans")
LINKS = ("exact", "alias", "ambiguous", "variant", "none", "person")
COUNSEL_KINDS = ("legal_counsel", "government_lawyer")
POST_ROLES = ("head", "deputy", "member")
#: What a person said of a record, or of the report as a whole (the last one).
REVISION_KINDS = ("confirmed", "corrected", "dismissed", "added", "complete")
CHANGES = ("increase", "decrease")
#: How an obligation of the catalogue reaches a park.
PARK_SCOPES = ("explicit", "all_bodies", "if_authorised", "via_parent", "none")
#: How an obligation reaches the assessed body: it binds the body, or only reaches it.
DIRECT = ("direct", "explicit", "all_bodies")
REACHING = ("reaching", "by_reference", "if_authorised", "via_parent")
#: What decides an assessment, or that an activity follows up a plan (the last two).
ASSESSMENT_RULES = (
    "statement",
    "throughout",
    "not_throughout",
    "system_carried_out",
    "mention",
    "standing_rule",
    "element_missing",
    "figure_reached",
    "figure_below",
    "counsel",
    "statement_and_contrary",
    "contrary_statement",
    "published_in_time",
    "published_after_deadline",
    "signed_in_time",
    "signed_after_deadline",
    "all_parts",
    "part_missing",
    "figure_unclear",
    "no_other_statement",
    "no_statement",
    "class_and_words",
    "words",
)
#: What obligations ask for, where evidence_signs.yaml tells it one by one.
ELEMENTS = (
    "annual-catalogue",
    "approval",
    "assessment",
    "badge",
    "body",
    "committee",
    "congress",
    "drills",
    "filing",
    "funds",
    "inspection",
    "issues",
    "joint",
    "list",
    "lot",
    "mechanism",
    "plan",
    "publication",
    "publicity",
    "rectification",
    "result",
    "study",
    "update",
)

#: Scheme name (as in its IRI) to the ids of its concepts.
SCHEMES: dict[str, tuple[str, ...]] = {
    "activity-class": tuple(ACTIVITY_CLASSES),
    "purpose": PURPOSES,
    "outcome": OUTCOMES,
    "modality": MODALITIES,
    "modifier": MODIFIERS,
    "frequency": FREQUENCIES,
    "role": ROLES,
    "link": LINKS,
    "counsel-kind": COUNSEL_KINDS,
    "post-role": POST_ROLES,
    "change": CHANGES,
    "reach": (*DIRECT, *REACHING, "none"),
    "assessment-rule": ASSESSMENT_RULES,
    "element": ELEMENTS,
    "revision-kind": REVISION_KINDS,
}
