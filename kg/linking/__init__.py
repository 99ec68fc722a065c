"""What the names in a report mean: the instrument that a title cites, the body that an issuer is. No RDF."""
