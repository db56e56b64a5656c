"""Which challenge comes next: the seam that an environment's ``reset`` draws through."""

__all__: list[str] = []
