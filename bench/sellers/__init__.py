"""One application with many sellers in virtual time: the desk's real steps and real budgets, a modelled server.

No request is made: what is reckoned is how many there are in each minute, and how old news is when it is seen.
"""
