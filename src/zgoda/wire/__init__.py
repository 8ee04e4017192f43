"""Allegro's public protocol as types: shapes, enums, media types, errors. Both ends use it; it knows neither."""
