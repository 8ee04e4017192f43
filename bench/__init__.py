"""The cost of the hot paths, measured on data of a size that matters: ``make bench``."""
