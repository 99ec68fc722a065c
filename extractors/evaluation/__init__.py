"""Extraction held against annotated reports, and the classifier learnt from them."""
