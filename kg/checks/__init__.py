"""Compiler-style findings on one report before publication."""

from fazhi.kg.checks.explanations import Explanation, explanation, explanations
from fazhi.kg.checks.finding import SEVERITIES, Finding, Place
from fazhi.kg.checks.registry import CHECKS, check

__all__ = ["CHECKS", "SEVERITIES", "Explanation", "Finding", "Place", "check", "explanation", "explanations"]
