"""What was found, written back into a copy of the draft (批注、修订)."""

from fazhi.kg.markup.copy import NO_COMMENTS, TO_BE_SAVED_ANEW, checked_copy, has_copy, is_own_copy

__all__ = ["NO_COMMENTS", "TO_BE_SAVED_ANEW", "checked_copy", "has_copy", "is_own_copy"]
