"""Compiler-style findings on one report before publication: :func:`fazhi.kg.checks.registry.check`."""

from fazhi.kg.checks.explanations import Explanation, explanation, explanations
from fazhi.kg.checks.finding import SEVERITIES, Finding, Place

__all__ = ["SEVERITIES", "Explanation", "Finding", "Place", "explanation", "explanations"]
