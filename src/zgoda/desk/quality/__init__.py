"""Sales quality at the desk: what the server says, what the desk's own rows give, where they differ and why."""
