"""The hand-made challenges, one folder each."""

__all__: list[str] = []
