"""What pages are made of, read from a store for all of them alike: things, figures, findings, answers."""
