"""Output from the store: exports, validation, a networkx graph, the matrix of obligations."""
