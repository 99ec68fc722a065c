"""The model and the reference data; imports none of the other packages.

- ``fazhi.ttl``, ``schemes.ttl``, ``shapes.ttl``: the OWL ontology, its SKOS schemes, the SHACL shapes
- ``namespaces``: IRIs as plain strings; ``schemes``: the ids of the schemes
- ``instruments``, ``catalogues``: instruments, obligations, indicators, publicity days as dataclasses
- ``reference``: those in use, built-in and own
- ``errors``: the base of every error that is meant for the user
- ``rdf``: all of it as quads and graphs
"""
