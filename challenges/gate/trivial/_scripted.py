"""Programs without merit in Python and JavaScript, and those that print, in every language."""

import json
from collections.abc import Iterable

from codeeval_gym.values import Plain

__all__ = ["functions", "printing"]

_PYTHON = {
    "stub": "def {name}(*args, **kwargs):\n    raise NotImplementedError\n",
    "exit-0 on load": ("import os\nos._exit(0)\ndef {name}(*args, **kwargs):\n    return None\n"),
    "exit-0 in the call": "import sys\ndef {name}(*args, **kwargs):\n    sys.exit(0)\n",
    "echo": "def {name}(*args, **kwargs):\n    return args[0] if args else None\n",
    "always-equal object": (
        "class Equal:\n"
        "    def __eq__(self, other):\n        return True\n"
        "    def __ne__(self, other):\n        return False\n"
        "    def __hash__(self):\n        return 0\n"
        "def {name}(*args, **kwargs):\n    return Equal()\n"
    ),
}
_JAVASCRIPT = {
    "stub": "function {name}() {{ throw new Error('not implemented'); }}\n",
    "exit-0 on load": "process.exit(0);\nfunction {name}() {{ return null; }}\n",
    "exit-0 in the call": "function {name}() {{ process.exit(0); }}\n",
    "echo": "function {name}(...args) {{ return args[0]; }}\n",
    "always-equal object": (
        "class Equal {{ equals() {{ return true; }} valueOf() {{ return this; }}"
        " toString() {{ return ''; }} toJSON() {{ return this; }} }}\n"
        "function {name}() {{ return new Proxy(new Equal(), {{}}); }}\n"
    ),
}


def functions(language: str, name: str, constants: Iterable[Plain]) -> dict[str, str]:
    """Functions without merit, in Python or JavaScript.

    Args:
        language: ``python`` or ``javascript``.
        name: Of the function.
        constants: What to return, one after the other.
    """
    templates = _PYTHON if language == "python" else _JAVASCRIPT
    texts = {title: text.format(name=name) for title, text in templates.items()}
    for constant in constants:
        if language == "python":
            text = f"def {name}(*args, **kwargs):\n    return {constant!r}\n"
        else:
            text = f"function {name}() {{ return {_json(constant)}; }}\n"
        texts[f"constant {constant!r:.60}"] = text
    return texts


def _json(value: Plain) -> str:
    if isinstance(value, dict):
        pairs = (f"[{_json(str(key))}]: {_json(item)}" for key, item in value.items())
        return f"({{{', '.join(pairs)}}})"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_json, value))}]"
    return json.dumps(value)


_PRINTING = {
    "python": {
        "exit-0": "import os\nos._exit(0)\n",
        "echo": "import sys\nsys.stdout.write(sys.stdin.read())\n",
        "constant output": "print({python}, end='')\n",
    },
    "javascript": {
        "exit-0": "process.exit(0);\n",
        "echo": "process.stdout.write(require('fs').readFileSync(0));\n",
        "constant output": "process.stdout.write({text});\n",
    },
    "cpp": {
        "exit-0": "int main() {{ return 0; }}\n",
        "echo": "#include <iostream>\nint main() {{ std::cout << std::cin.rdbuf(); }}\n",
        "constant output": "#include <cstdio>\nint main() {{ std::fputs({text}, stdout); }}\n",
    },
    "java": {
        "exit-0": "class Main {{ public static void main(String[] args) {{ }} }}\n",
        "echo": (
            "class Main {{ public static void main(String[] args) throws Exception"
            " {{ System.in.transferTo(System.out); System.out.flush(); }} }}\n"
        ),
        "constant output": (
            "class Main {{ public static void main(String[] args)"
            " {{ System.out.print({text}); System.out.flush(); }} }}\n"
        ),
    },
    "rust": {
        "exit-0": "fn main() {{}}\n",
        "echo": (
            "fn main() {{ let (mut from, mut to) = (std::io::stdin(), std::io::stdout());"
            " std::io::copy(&mut from, &mut to).unwrap(); }}\n"
        ),
        "constant output": 'fn main() {{ print!("{{}}", {rust}); }}\n',
    },
}


def printing(language: str, output: str) -> dict[str, str]:
    """Programs without merit that read and print.

    Args:
        language: Any of the five.
        output: What one of them prints, whatever it reads.
    """
    words = {
        "python": repr(output),
        "text": json.dumps(output),
        "rust": f'r####"{output}"####',
    }
    return {title: text.format(**words) for title, text in _PRINTING[language].items()}
