import ast

import pytest

from codeeval_gym.challenges.generation.languages.python.names import free_names


@pytest.mark.parametrize(
    ("code", "free"),
    [
        ("def f(a, *b, c=d, **e): return a + b + c + e + g", "d g"),
        ("def f(x: T) -> U: pass", "T U"),
        ("@wrap\ndef f(): pass", "wrap"),
        ("def f():\n    global n\n    n = m", "n m"),
        ("def f():\n    def g():\n        return f(h)\n    return g", "f h"),
        ("def f(xs): return [x for x in xs if x > y]", "y"),
        ("def f(): return (lambda a, b=c: a + b + d)", "c d"),
        ("def f():\n    import os.path as p\n    return p, os", "os"),
        ("def f():\n    try:\n        g()\n    except E as e:\n        return e", "g E"),
        ("def f(v):\n    match v:\n        case [a, *b] | {'k': a, **b}: return a, b", ""),
        ("class C(B):\n    k = n\n    def m(self): return k, n", "B n k"),
        ("class C:\n    k = 1\n    def m(self, a=k, b=n): return a", "n"),
        ("def f(x):\n    if (y := x): return y", ""),
        ("def f():\n    for i, (j, k) in z: yield i, j, k", "z"),
        ("def f():\n    with open(p) as g: return g", "open p"),
    ],
)
def test_free_names_are_those_that_come_from_outside(code: str, free: str) -> None:
    (node,) = ast.parse(code).body
    assert free_names(node) - {"f"} == set(free.split()) - {"f"}
