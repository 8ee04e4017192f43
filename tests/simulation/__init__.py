"""A shop over thirty turned days against a marketplace that misbehaves: real processes, real HTTP, real SIGKILLs.

The centre's web server and the desk's worker run as they do in production, in processes of their own; buyers and
agents are here. Judged is only what the buyers' side holds and what agents were told.
"""
