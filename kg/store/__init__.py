"""Where graphs are kept: files of quads, an index over them, snapshots that readers open."""
