"""The Message Center: conversations of a buyer and a seller, and problems with a purchase (B1-23, B5-06)."""
