"""What programs get: answers to queries, data about our IRIs, descriptions. Made by workers; no HTTP."""
