"""Where graphs are kept: files of quads, an index over them, and the snapshots that readers open."""
