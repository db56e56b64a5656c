"""Challenges made from an OpenAPI description."""

__all__: list[str] = []
