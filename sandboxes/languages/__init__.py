"""The languages that programs may be written in, one module each."""

from codeeval_gym.registry import Registry
from codeeval_gym.sandboxes.languages._base import (
    Artefacts,
    CompileReply,
    ExecutedLanguage,
    Failure,
    Language,
    Source,
    Step,
    Toolchain,
)
from codeeval_gym.sandboxes.languages.cpp import CppLanguage
from codeeval_gym.sandboxes.languages.java import JavaLanguage
from codeeval_gym.sandboxes.languages.javascript import JavaScriptLanguage
from codeeval_gym.sandboxes.languages.python import PythonLanguage
from codeeval_gym.sandboxes.languages.rust import RustLanguage

__all__ = [
    "Artefacts",
    "CompileReply",
    "CppLanguage",
    "ExecutedLanguage",
    "Failure",
    "JavaLanguage",
    "JavaScriptLanguage",
    "Language",
    "PythonLanguage",
    "RustLanguage",
    "Source",
    "Step",
    "Toolchain",
    "languages",
]

languages: Registry[type[Language]] = Registry("language", group="codeeval_gym.languages")
"""Languages by name; third parties add theirs through an entry point of this group."""
languages.register("python")(PythonLanguage)
languages.register("javascript")(JavaScriptLanguage)
languages.register("java")(JavaLanguage)
languages.register("cpp")(CppLanguage)
languages.register("rust")(RustLanguage)
