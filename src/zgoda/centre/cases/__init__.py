"""What pages and the API do with a case: read it for somebody, act on it, say what may be done and from when."""
