"""Claims: the second kind of case, a formal complaint with a decision (rules B.1 and E.4, B1-01, B1-02).

A claim stands beside Discussions and shares none of their states. Words at work: ``claim`` (the state), ``commands``,
``events``, ``evolve``, ``decide``, ``clocks``, ``guide`` (claim or talk), ``permissions``.
"""
