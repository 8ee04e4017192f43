"""A real mail server in a process of its own, which keeps what arrives and misbehaves on request."""
