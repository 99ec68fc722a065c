"""Records as quads: terms, the nodes of each record type, the graphs of a report and its assessments."""
