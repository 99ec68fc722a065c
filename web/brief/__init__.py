"""Briefs (要点): what a reviewer takes into a meeting, on one or two pages.

What they say is made here once, and shown as a page, as a file of HTML, as a Word file and as text.
"""
