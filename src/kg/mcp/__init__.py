"""A Model Context Protocol server: the dataset as read-only tools for language models.

A model that answers from this data must say who says so. So every answer carries speakers and
quotes, and the descriptions of the tools tell the model that a claim is no fact. What a tool asks
runs in worker processes under the limits of ``kg serve`` (:mod:`kg.workers`). ``docs/mcp.md`` tells
how to add the server to a client.
"""
