"""What persons said of the records of a report (审校): the entries, their places, how they are applied."""
