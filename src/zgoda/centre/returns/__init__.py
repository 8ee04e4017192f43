"""Customer returns: announced by buyers, on their way with a carrier, refused by sellers (B8-01, B8-07, B8-08)."""
