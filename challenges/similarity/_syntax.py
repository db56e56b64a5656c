"""What is left of a program without its names, its comments and the order of its statements."""

import ast
import hashlib
import warnings

from tree_sitter import Node

from codeeval_gym.challenges.mutation._trees import parse

__all__ = ["MAX_LENGTH", "syntax_hash"]

MAX_LENGTH = 1 << 20
"""Longer programs are hashed as text."""

_BLOCKS = frozenset(
    [
        *("module", "block"),  # Python; block is Java's and Rust's, too
        *("program", "statement_block", "class_body"),  # JavaScript, Java
        *("translation_unit", "compound_statement", "field_declaration_list", "declaration_list"),
        *("source_file", "declaration_list"),  # Rust
    ]
)
"""What holds statements or definitions, whose order is left out."""

_LEFT_OUT = frozenset(
    [
        *(";", ",", "visibility_modifier"),
        *("import_statement", "import_from_statement", "future_import_statement"),
        *("import_declaration", "package_declaration", "use_declaration", "preproc_include"),
    ]
)
"""What says little about what a program does."""


def syntax_hash(program: str, language: str) -> str:
    """Hash a program's syntax tree: equal for programs that differ in less.

    Left out are all names (of variables, functions, methods, types that are no keywords),
    comments, docstrings, annotations, imports, space, and the order of statements and definitions
    in their block. What counts is everything else: structure, operators, literals, keywords.

    Args:
        program: The program; one with errors has a tree, too. Nothing is executed.
        language: Its language.

    Returns:
        32 hexadecimal digits.

    Raises:
        UnknownNameError: If there is no grammar for the language.
    """
    if len(program) > MAX_LENGTH:
        return _digest(b"text", [program.encode("utf-8", "replace")]).hex()
    spelled = _respelled(program) if language == "python" else program
    root = parse(spelled.replace("\r\n", "\n").encode("utf-8", "replace"), language)
    done: dict[int, bytes] = {}
    stack: list[tuple[Node, bool]] = [(root, False)]
    while stack:  # no recursion: a program may be nested deeply
        node, entered = stack.pop()
        if entered:
            inner = [done.pop(child.id) for child in _children(node)]
            if node.type in _BLOCKS:
                inner.sort()
            around = node.type == "parenthesized_expression" and len(inner) == 3
            done[node.id] = inner[1] if around else _digest(node.type.encode(), inner)
        elif node.child_count:
            stack.append((node, True))
            stack.extend((child, False) for child in _children(node))
        else:
            done[node.id] = _digest(b"", [_token(node)])
    return done[root.id].hex()


def _respelled(program: str) -> str:
    """Python in one way of writing: quotes, escapes, brackets without need, ``elif``."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            warnings.simplefilter("ignore", DeprecationWarning)
            return ast.unparse(_Bare().visit(ast.parse(program)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return program


class _Bare(ast.NodeTransformer):
    """Takes annotations off."""

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.annotation = None
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.returns = None
        return self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if node.value is None:
            return self.generic_visit(node)
        assigned = ast.Assign([node.target], node.value)
        return self.generic_visit(ast.copy_location(assigned, node))


def _children(node: Node) -> list[Node]:
    return [child for child in node.children if not _says_nothing(child)]


def _says_nothing(node: Node) -> bool:
    if node.type in _LEFT_OUT or "comment" in node.type:
        return True
    # A docstring, or any other text that stands alone.
    only = node.named_children[0] if node.named_child_count == 1 else None
    return node.type == "expression_statement" and only is not None and only.type == "string"


def _token(node: Node) -> bytes:
    return b"_" if node.type.endswith("identifier") else (node.text or b"")


def _digest(kind: bytes, parts: list[bytes]) -> bytes:
    digest = hashlib.blake2b(kind, digest_size=16)
    for part in parts:
        digest.update(len(part).to_bytes(8))
        digest.update(part)
    return digest.digest()
