"""Challenges made from a company's own code."""

__all__: list[str] = []
