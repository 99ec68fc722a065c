"""Findings on one report before it is published, as a compiler gives them."""

from kg.checks.explanations import Explanation, explanation, explanations
from kg.checks.finding import SEVERITIES, Finding, Place
from kg.checks.registry import CHECKS, check

__all__ = ["CHECKS", "SEVERITIES", "Explanation", "Finding", "Place", "check", "explanation", "explanations"]
