"""A shop's own rules: when something happens, if it is so, then do that. Pure; the desk brings the facts."""
