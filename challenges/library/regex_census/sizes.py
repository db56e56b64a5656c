def arguments(size: int, seed: int) -> list:
    return ["(a|b)*a" + "(a|b)" * (4 + seed % 2) + "(ab|c)*", "abc", 8 * size]
