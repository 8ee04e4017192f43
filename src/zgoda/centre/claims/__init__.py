"""Claims at the centre: their rows, the one door through which they change, and what follows from it (E.4)."""
