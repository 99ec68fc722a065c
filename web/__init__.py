"""A store on the web: SPARQL endpoint, linked data and pages, served by one process and its workers.

- :mod:`fazhi.web.server` speaks HTTP, and nothing else: whatever needs the store is a function of a
  :class:`fazhi.web.source.Source` that a worker calls (:mod:`fazhi.kg.workers`), within limits
- :mod:`fazhi.web.data` such functions for programs
- :mod:`fazhi.web.pages` such functions for people, one module a kind of page, over ``templates/`` and
  ``static/``
- :mod:`fazhi.web.content` what pages are made of
- :mod:`fazhi.web.files` the pages as files
"""
