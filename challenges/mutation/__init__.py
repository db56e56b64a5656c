"""Small faults put into programs of five languages, to see whether tests notice."""

__all__: list[str] = []
