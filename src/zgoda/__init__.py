"""Zgoda: a marketplace's resolution centre and the seller's help desk. See ARCHITECTURE.md."""

__version__ = "0.1.0"
