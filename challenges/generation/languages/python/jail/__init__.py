"""What runs beside a repository's code, in the sandbox: shipped there as text.

Everything here is in reach of hostile code and trusted with nothing: what it answers is data that
has to prove itself against the original function.
"""

__all__: list[str] = []
