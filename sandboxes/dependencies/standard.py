"""What belongs to a language itself, and how a name of an import is taken apart."""

import sys
from collections.abc import Iterator

from codeeval_gym.errors import UnknownNameError

__all__ = ["LANGUAGES", "is_standard", "prefixes", "standard_names"]

LANGUAGES = ("python", "javascript", "java", "cpp", "rust")

_SEPARATORS = {"python": ".", "javascript": "/", "java": ".", "cpp": "/", "rust": "::"}

_NODE = """
    assert async_hooks buffer child_process cluster console constants crypto dgram
    diagnostics_channel dns domain events fs http http2 https inspector module net os path
    perf_hooks process punycode querystring readline repl stream string_decoder sys timers tls
    trace_events tty url util v8 vm wasi worker_threads zlib
"""
_JAVA = "java javax jdk sun com.sun netscape.javascript org.w3c.dom org.xml.sax org.ietf.jgss"
_RUST = "std core alloc proc_macro test"
_CPP = """
    algorithm any array atomic barrier bit bitset charconv chrono codecvt compare complex concepts
    condition_variable coroutine deque exception execution expected filesystem flat_map flat_set
    format forward_list fstream functional future generator initializer_list iomanip ios iosfwd
    iostream istream iterator latch limits list locale map mdspan memory memory_resource mutex new
    numbers numeric optional ostream print queue random ranges ratio regex scoped_allocator
    semaphore set shared_mutex source_location span spanstream sstream stack stacktrace stdexcept
    stdfloat stop_token streambuf string string_view strstream syncstream system_error thread tuple
    type_traits typeindex typeinfo unordered_map unordered_set utility valarray variant vector
    version cassert ccomplex cctype cerrno cfenv cfloat cinttypes ciso646 climits clocale cmath
    csetjmp csignal cstdalign cstdarg cstdbool cstddef cstdint cstdio cstdlib cstring ctgmath ctime
    cuchar cwchar cwctype assert.h complex.h ctype.h errno.h fenv.h float.h inttypes.h iso646.h
    limits.h locale.h math.h setjmp.h signal.h stdalign.h stdarg.h stdatomic.h stdbool.h stddef.h
    stdint.h stdio.h stdlib.h stdnoreturn.h string.h tgmath.h threads.h time.h uchar.h wchar.h
    wctype.h alloca.h dirent.h dlfcn.h endian.h execinfo.h fcntl.h getopt.h malloc.h memory.h
    netdb.h poll.h pthread.h pwd.h regex.h sched.h semaphore.h strings.h syscall.h termios.h
    ucontext.h unistd.h utime.h values.h immintrin.h x86intrin.h xmmintrin.h emmintrin.h
    smmintrin.h nmmintrin.h tmmintrin.h pmmintrin.h avxintrin.h bits ext sys arpa net netinet
    linux asm experimental parallel tr1 tr2 backward debug
"""

_STANDARD = {
    "python": sys.stdlib_module_names,
    "javascript": frozenset(_NODE.split()),
    "java": frozenset(_JAVA.split()),
    "cpp": frozenset(_CPP.split()),
    "rust": frozenset(_RUST.split()),
}


def prefixes(name: str, language: str) -> Iterator[str]:
    """The name of an import and the names above it, the longest first.

    ``sklearn.svm`` gives ``sklearn.svm`` and ``sklearn``; ``lodash/fp`` gives ``lodash/fp`` and
    ``lodash``.

    Raises:
        UnknownNameError: If there is no such language.
    """
    if language not in _SEPARATORS:
        raise UnknownNameError("language", language, LANGUAGES)
    separator = _SEPARATORS[language]
    yield name
    while name := name.rpartition(separator)[0]:
        if language == "javascript" and name.startswith("@") and separator not in name:
            return  # the scope of ``@scope/name`` is no module
        yield name


def is_standard(name: str, language: str) -> bool:
    """True when the import belongs to the language itself.

    Raises:
        UnknownNameError: If there is no such language.
    """
    if language == "javascript" and name.startswith("node:"):
        return True
    return any(prefix in _STANDARD[language] for prefix in prefixes(name, language))


def standard_names(language: str) -> frozenset[str]:
    """The outermost names that belong to the language.

    Raises:
        UnknownNameError: If there is no such language.
    """
    if language not in _STANDARD:
        raise UnknownNameError("language", language, LANGUAGES)
    return _STANDARD[language]
