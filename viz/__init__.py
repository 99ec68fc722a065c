"""Visualisation: turns a graph or a list of records into a single HTML page that works offline."""
