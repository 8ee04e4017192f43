"""Letters of the centre: what is sent to whom and why, once."""
