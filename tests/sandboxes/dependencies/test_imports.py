import pytest
from hypothesis import given
from hypothesis import strategies as st

from codeeval_gym.errors import UnknownNameError
from codeeval_gym.sandboxes.dependencies import imports_of
from codeeval_gym.sandboxes.dependencies.standard import LANGUAGES, is_standard, prefixes

_PYTHON = """
import os, numpy as np, xml.dom
from sklearn.svm import SVC
from . import own
from .own import thing
from __future__ import annotations
def f():
    if True: import pandas
    importlib.import_module("lazy.part"); __import__('other'); __import__(made + "up")
text = "import hidden"
# import comment
"""
_JAVASCRIPT = """
const a = require("lodash/fp"), fs = require('fs'), b = require("./own");
import x from "@scope/name/part";
import "node:test";
export { y } from 'is-odd';
const z = await import("late"); const w = require(name); const v = other("not");
"""
_JAVA = """
import java.util.*;
import com.google.gson.Gson;
import static org.junit.Assert.assertEquals;
import javax.swing.JFrame;
import org.apache.commons.*;
class Main {}
"""
_CPP = """
#include <vector>
#include <bits/stdc++.h>
#include <Eigen/Dense>
#include "json.hpp"
#include "../own.h"
#  include <sys/mman.h>
#define X <not>
"""
_RUST = """
use std::collections::{HashMap, HashSet};
use regex::Regex;
use {rand::Rng, md5 as digest, core::fmt};
use ::leading::Thing;
use serde::*;
use crate::own::f; use self::g; use super::h;
mod inner { pub fn f() {} }
use inner::f as q;
enum Color { Red }
use Color::*;
extern crate libc;
"""


@pytest.mark.parametrize(
    ("language", "program", "foreign", "standard"),
    [
        (
            "python",
            _PYTHON,
            ["numpy", "sklearn.svm", "pandas", "lazy.part", "other"],
            ["os", "xml.dom"],
        ),
        (
            "javascript",
            _JAVASCRIPT,
            ["lodash/fp", "@scope/name/part", "is-odd", "late"],
            ["fs", "node:test"],
        ),
        (
            "java",
            _JAVA,
            ["com.google.gson.Gson", "org.junit.Assert.assertEquals", "org.apache.commons"],
            ["java.util", "javax.swing.JFrame"],
        ),
        ("cpp", _CPP, ["Eigen/Dense", "json.hpp"], ["vector", "bits/stdc++.h", "sys/mman.h"]),
        ("rust", _RUST, ["regex", "rand", "md5", "leading", "serde", "libc"], ["std", "core"]),
    ],
)
def test_the_modules_that_a_program_names(
    language: str, program: str, foreign: list[str], standard: list[str]
) -> None:
    found = imports_of(program, language)
    assert [item.name for item in found if not item.standard] == foreign
    assert [item.name for item in found if item.standard] == standard


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_stands_once_with_its_first_line(language: str) -> None:
    statement = {
        "python": "import a\n",
        "javascript": "require('a')\n",
        "java": "import a;\n",
        "cpp": "#include <a>\n",
        "rust": "use a;\n",
    }[language]
    assert [(item.name, item.line) for item in imports_of("\n" + statement * 3, language)] == [
        ("a", 2)
    ]


def test_imports_are_found_in_a_text_that_is_no_program() -> None:
    assert [item.name for item in imports_of("import numpy\ndef f(:\n  )]\n", "python")] == [
        "numpy"
    ]


def test_an_unknown_language_is_the_callers_mistake() -> None:
    with pytest.raises(UnknownNameError, match="python"):
        imports_of("", "pyton")


@given(st.text(), st.sampled_from(LANGUAGES))
def test_any_text_can_be_read(text: str, language: str) -> None:
    lines = text.count("\n") + 1
    assert all(1 <= item.line <= lines and item.name for item in imports_of(text, language))


def test_a_name_is_taken_apart_by_its_language() -> None:
    assert list(prefixes("a.b.c", "python")) == ["a.b.c", "a.b", "a"]
    assert list(prefixes("@s/n/p", "javascript")) == ["@s/n/p", "@s/n"]
    assert list(prefixes("@s", "javascript")) == ["@s"]
    assert list(prefixes("a::b", "rust")) == ["a::b", "a"]
    assert not is_standard("fs2", "javascript")
