"""Near duplicates, by text, by structure and by behaviour."""

__all__: list[str] = []
