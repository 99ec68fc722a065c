"""What a name in a report means: the instrument a title cites, the body an issuer is. No RDF."""
