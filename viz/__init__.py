"""Pictures: a graph or a list of records becomes one HTML page that works without a network."""
