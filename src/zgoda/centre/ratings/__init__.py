"""Ratings: given by buyers, answered by sellers, asked to be removed by a seller or by the platform (B.10)."""
