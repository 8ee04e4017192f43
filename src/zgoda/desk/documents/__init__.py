"""Sales documents of orders: what the server lists, and adding one, once."""
