"""Chinese official prose: characters, sentences, clauses, headings, numerals, dates, quantities."""
