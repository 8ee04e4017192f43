"""The outside partners as small local services, so that a sandbox has parcels and refunds to watch."""
