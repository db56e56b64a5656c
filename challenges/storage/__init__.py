"""Datasets on disk: what a policy may open apart from what only the judge may."""

__all__: list[str] = []
