"""Sales quality: what a seller's Discussions and messages add up to (C.2; S0-53, S0-54, S1-09, S1-32, S1-33, S1-62)."""
