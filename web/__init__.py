"""A store on the web: SPARQL endpoint, linked data and pages, served by one process and its workers.

The process that listens only speaks HTTP. Whatever needs the store is a function of a
:class:`fazhi.web.source.Source` that a worker calls (:mod:`fazhi.kg.workers`), within limits.
"""
