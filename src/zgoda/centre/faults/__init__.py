"""A marketplace that misbehaves on request: the documented faults of Allegro, for those who write against it.

In a sandbox only. Faults are injected around the API, in ``middleware``; nothing behind it knows of them, so a write
whose answer is lost has really taken effect. Which request is hit follows from the seed, the account, the operation
and the request's number alone (``dice``), and the number is counted in the database, so that several processes agree.
"""
