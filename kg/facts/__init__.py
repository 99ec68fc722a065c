"""What a report states, each thing once: records that say the same are one fact. No RDF."""

from fazhi.kg.facts.fact import Fact, facts_of

__all__ = ["Fact", "facts_of"]
