"""The knowledge graph described for those who find, harvest and query it, and the folder that publishes it.

- :mod:`publication` who publishes, and at which addresses: what a store cannot know
- :mod:`coverage` which years, bodies and places a store speaks of
- :mod:`catalogue` DCAT 3, with a distribution for each file (:mod:`distributions`)
- :mod:`void` VoID: what a set of statements is made of
- :mod:`sparql_examples` the questions of the catalogue, as SPARQL for any endpoint
- :mod:`folder` all forms of the graph and all of the above as files

The descriptions are triples, so that a server can give them out with its own addresses;
:func:`terms.serialized` writes them.
"""
