"""What assistants (AI 助手) may ask of a store: bounded questions, each answer with its sentences and IRIs.

Each tool is a plain function of a store's path that returns a dataclass; ``in_chinese`` of that is the answer
as a person reads it. Only :mod:`fazhi.kg.assistants.server` knows the protocol that assistants speak.
"""
