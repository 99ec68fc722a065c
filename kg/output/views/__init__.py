"""The views of a store for a graph page: each reads no more than it draws (图谱的各种视图)."""

from fazhi.kg.output.views.answer import view_of_answer, view_of_query
from fazhi.kg.output.views.drawing import View
from fazhi.kg.output.views.named import NAMED, view_of, view_of_thing

__all__ = ["NAMED", "View", "view_of", "view_of_answer", "view_of_query", "view_of_thing"]
