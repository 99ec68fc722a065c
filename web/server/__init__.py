"""HTTP: which address is answered by what, within which bounds, by which worker."""
