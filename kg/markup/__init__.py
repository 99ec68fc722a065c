"""What was found, written back into a copy of the draft (批注、修订)."""

from fazhi.kg.markup.copy import FORMS, checked_copy, is_own_copy

__all__ = ["FORMS", "checked_copy", "is_own_copy"]
