"""Sales quality kept as it happens: a row for each counted case, sums a day, figures a seller (C.2, B12-01)."""
