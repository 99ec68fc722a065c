"""The store as others take it: exports, validation, a networkx graph, the matrix of obligations."""
