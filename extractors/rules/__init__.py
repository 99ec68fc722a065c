"""Rules that can be read: entries of files, the cues that they share, and the one matcher that tries them."""
