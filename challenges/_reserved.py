"""Words that no function or parameter can be called, by language."""

import keyword

__all__ = ["RESERVED"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


RESERVED: dict[str, frozenset[str]] = {
    "python": frozenset(keyword.kwlist),
    "javascript": _words(
        """
        arguments await break case catch class const continue debugger default delete do else enum
        eval export extends false finally for function if implements import in instanceof interface
        let new null package private protected public return static super switch this throw true
        try typeof var void while with yield
        """
    ),
    "java": _words(
        """
        _ abstract assert boolean break byte case catch char class const continue default do double
        else enum extends false final finally float for goto if implements import instanceof int
        interface long native new null package private protected public return short static
        strictfp super switch synchronized this throw throws transient true try void volatile while
        """
    ),
    "cpp": _words(
        """
        alignas alignof and and_eq asm auto bitand bitor bool break case catch char char16_t
        char32_t char8_t class co_await co_return co_yield compl concept const const_cast
        consteval constexpr constinit continue decltype default delete do double dynamic_cast
        else enum explicit export extern false float for friend goto if inline int long main
        mutable namespace new noexcept not not_eq nullptr operator or or_eq private protected
        public register reinterpret_cast requires restrict return short signed sizeof static
        static_assert static_cast struct switch template this thread_local throw true try
        typedef typeid typename union unsigned using virtual void volatile wchar_t while xor
        xor_eq
        """
    ),
    "rust": _words(
        """
        Self abstract as async await become box break const continue crate do dyn else enum extern
        false final fn for gen if impl in let loop macro main match mod move mut override priv pub
        ref return self static struct super trait true try type typeof unsafe unsized use virtual
        where while yield
        """
    ),
}
"""Language to its reserved words. ``main`` is where a C++ or Rust program starts; what reads C++
takes ``restrict`` for the word of C."""
