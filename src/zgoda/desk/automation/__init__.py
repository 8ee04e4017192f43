"""A shop's own rules at work: what moved is looked at once, each rule is asked once about each event, and what it
does stands in its log with it, in one transaction."""
