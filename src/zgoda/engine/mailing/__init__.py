"""Letters of both halves: what one says, how the mail server gets it, and that no crash doubles it."""
