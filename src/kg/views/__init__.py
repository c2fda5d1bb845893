"""What people see: one self-contained HTML page, and static pictures of the network and of time.

``payload`` turns a graph into plain records (``records``), ``page`` turns these into one HTML file,
``svg`` into pictures. Only ``page`` imports pyvis.
"""
