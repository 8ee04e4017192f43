"""Ratings of a connected account at the desk: read, answered, and asked to be removed."""
