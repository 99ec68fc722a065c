"""Reports under review: their records with what persons said of them, the reviewer's pen, gold made of it."""
