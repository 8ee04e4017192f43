"""The buyer hotline: its lines, sellers' contact details, the log of calls, handing over to the seller (S1-23…31)."""
