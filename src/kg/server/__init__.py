"""SPARQL, linked data and pages over HTTP: ``kg serve``.

:mod:`~kg.server.app` answers; :mod:`~kg.server.routes` finds the handler; what a handler needs of
the data is an operation (:mod:`~kg.server.operations`) that runs in a worker
(:mod:`kg.workers`). ``docs/serving.md`` is the user's guide.
"""
