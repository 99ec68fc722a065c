"""fazhi 法治: annual rule-of-law government reports (法治政府建设情况报告) as a knowledge graph."""
