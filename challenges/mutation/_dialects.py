"""What the same thing is called in the syntax trees of five languages."""

from dataclasses import dataclass

from codeeval_gym.errors import UnknownNameError

__all__ = ["DIALECTS", "Dialect", "dialect_of"]


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_LOOPS = _names(
    "for_statement while_statement do_statement for_range_loop for_in_statement"
    " enhanced_for_statement for_expression while_expression loop_expression"
)


@dataclass(frozen=True)
class Dialect:
    """The names of node types of one language, and its words for what a mutant says."""

    name: str
    """The language."""
    skipped: frozenset[str]
    """Not mutated: types, patterns, imports, attributes, what the preprocessor or a macro reads."""
    functions: frozenset[str]
    """What has parameters and a body."""
    closures: frozenset[str]
    """Functions without a name, whose type nobody wrote down."""
    calls: frozenset[str]
    """Calls and constructors."""
    integers: frozenset[str]
    """Whole-number literals."""
    floats: frozenset[str]
    """Other number literals."""
    strings: frozenset[str]
    """Text literals."""
    negation: str
    """Before a condition in parentheses."""
    nothing: str
    """A statement that does nothing."""
    empty_block: str
    """A block that does nothing, or what stands for one."""
    characters: frozenset[str] = frozenset({"character_literal", "char_literal"})
    """Literals of one character."""
    binaries: frozenset[str] = frozenset({"binary_expression"})
    """Expressions with an operator between two operands."""
    assignments: frozenset[str] = frozenset({"assignment_expression"})
    """Assignments, those with an operator included."""
    conditionals: frozenset[str] = frozenset({"ternary_expression"})
    """Expressions that choose between two."""
    returns: str = "return_statement"
    """Leaves a function."""
    throws: frozenset[str] = frozenset({"throw_statement"})
    """Raises an exception."""
    handlers: frozenset[str] = frozenset({"catch_clause"})
    """Handles one; its last block is what it does."""
    breaks: str = "break_statement"
    """Leaves a loop."""
    continues: str = "continue_statement"
    """Goes on with the next round."""
    loops: frozenset[str] = _LOOPS
    """Loops."""
    is_typed: bool = True
    """Variables are declared with their types."""

    @property
    def literals(self) -> frozenset[str]:
        """All literals of numbers, text and characters."""
        return self.integers | self.floats | self.strings | self.characters


_PYTHON = Dialect(
    name="python",
    skipped=_names(
        "type import_statement import_from_statement future_import_statement decorator"
        " global_statement nonlocal_statement type_alias_statement case_pattern"
    ),
    functions=_names("function_definition lambda"),
    closures=_names("lambda"),
    calls=_names("call"),
    integers=_names("integer"),
    floats=_names("float"),
    strings=_names("string"),
    negation="not ",
    nothing="pass",
    empty_block="pass",
    binaries=_names("binary_operator comparison_operator boolean_operator"),
    assignments=_names("assignment augmented_assignment"),
    conditionals=_names("conditional_expression"),
    throws=_names("raise_statement"),
    handlers=_names("except_clause"),
    is_typed=False,
)
_JAVASCRIPT = Dialect(
    name="javascript",
    skipped=_names("import_statement export_clause decorator regex"),
    functions=_names(
        "function_declaration function_expression arrow_function method_definition"
        " generator_function generator_function_declaration"
    ),
    closures=_names("arrow_function function_expression"),
    calls=_names("call_expression new_expression"),
    integers=_names("number"),
    floats=frozenset(),
    strings=_names("string"),
    negation="!",
    nothing=";",
    empty_block="{}",
    assignments=_names("assignment_expression augmented_assignment_expression"),
    is_typed=False,
)
_JAVA = Dialect(
    name="java",
    skipped=_names(
        "import_declaration package_declaration annotation marker_annotation modifiers"
        " type_arguments type_parameters dimensions switch_label enum_constant formal_parameters"
    ),
    functions=_names(
        "method_declaration constructor_declaration compact_constructor_declaration"
        " lambda_expression"
    ),
    closures=_names("lambda_expression"),
    calls=_names("method_invocation object_creation_expression"),
    integers=_names("decimal_integer_literal"),
    floats=_names("decimal_floating_point_literal"),
    strings=_names("string_literal"),
    negation="!",
    nothing=";",
    empty_block="{}",
)
_CPP = Dialect(
    name="cpp",
    skipped=_names(
        "preproc_include preproc_def preproc_function_def preproc_if preproc_ifdef preproc_call"
        " using_declaration alias_declaration type_definition template_argument_list"
        " template_parameter_list type_descriptor parameter_list enumerator_list"
        " static_assert_declaration attribute_declaration lambda_capture_specifier"
        " concept_definition"
    ),
    functions=_names("function_definition lambda_expression"),
    closures=_names("lambda_expression"),
    calls=_names("call_expression"),
    integers=_names("number_literal"),
    floats=frozenset(),
    strings=_names("string_literal"),
    negation="!",
    nothing=";",
    empty_block="{}",
    conditionals=_names("conditional_expression"),
)
_RUST = Dialect(
    name="rust",
    skipped=_names(
        "use_declaration attribute_item inner_attribute_item macro_definition token_tree"
        " type_arguments type_parameters parameters closure_parameters reference_type array_type"
        " tuple_type generic_type match_pattern tuple_struct_pattern tuple_pattern struct_pattern"
        " or_pattern range_pattern slice_pattern captured_pattern reference_pattern"
        " extern_crate_declaration enum_variant_list where_clause"
    ),
    functions=_names("function_item closure_expression"),
    closures=_names("closure_expression"),
    calls=_names("call_expression"),
    integers=_names("integer_literal"),
    floats=_names("float_literal"),
    strings=_names("string_literal"),
    negation="!",
    nothing="();",
    empty_block="{}",
    assignments=_names("assignment_expression compound_assignment_expr"),
    conditionals=frozenset(),
    returns="return_expression",
    throws=frozenset(),
    handlers=frozenset(),
    breaks="break_expression",
    continues="continue_expression",
)
DIALECTS = {item.name: item for item in (_PYTHON, _JAVASCRIPT, _JAVA, _CPP, _RUST)}
"""Every language's."""


def dialect_of(language: str) -> Dialect:
    """A language's dialect.

    Raises:
        UnknownNameError: If there is none; suggests the nearest.
    """
    if language not in DIALECTS:
        raise UnknownNameError("language", language, DIALECTS)
    return DIALECTS[language]
