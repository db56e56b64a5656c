"""The part of Python that programs of tokens are written in, as an LL(1) grammar.

It is Python's grammar for functions, branches, loops, assignments, imports, ``assert``, ``raise``
and ``del``, and all expressions but ``:=``, ``yield`` and ``await``. Every program of it is one of
Python (``ast.parse``); ``return`` stands only in functions, ``break`` and ``continue`` only in
loops. There are no classes, ``try``, ``with`` or ``match``, no decorators, and a block is always
on lines of its own.

Names ending in ``N`` are for what begins with something other than a name. A name may turn out to
be what is assigned to, and one token ahead is all that an LL(1) grammar sees: hence the rules
``target``, ``tuple`` and ``called``, which stand for the three things a statement may be after a
name, and after a call, which cannot be assigned to.
"""

from functools import cache

from codeeval_gym.envs.tokens.python.pushdown import Grammar

__all__ = ["python_grammar"]

_STATEMENTS = """
simple@: NAME target | '*' NAME ',' tuple | expressionN commas | 'pass'
    | 'assert' expression message | 'raise' raised | 'del' NAME deleted | 'import' NAME
    | 'from' NAME 'import' NAME imported | EXTRA@
statement@: simple@ NEWLINE | 'def' NAME '(' parameters ')' returns ':' blockF
    | 'if' expression ':' block@ else@ | 'while' expression ':' blockLOOP@ loopelse@
    | 'for' bound 'in' expressions ':' blockLOOP@ loopelse@
block@: NEWLINE INDENT statement@ rest@
rest@: statement@ rest@ | DEDENT | $
else@: 'elif' expression ':' block@ else@ | 'else' ':' block@ |
loopelse@: 'else' ':' block@ |
"""
_CONTEXTS = {
    "M": ("", "W"),
    "W": ("'break' | 'continue'", "W"),
    "F": ("'return' returned", "L"),
    "L": ("'return' returned | 'break' | 'continue'", "L"),
}
"""Module, loop, function, loop in a function: what else a statement may be, and what loops hold."""

_RULES = """
program: statementM program | $
returned: expressions |
message: ',' expression |
raised: expression cause |
cause: 'from' expression |
deleted: '.' NAME deleted | '[' subscripts ']' deleted | '(' arguments ')' deletedcall
    | ',' NAME deleted |
deletedcall: '.' NAME deleted | '[' subscripts ']' deleted | '(' arguments ')' deletedcall
imported: ',' NAME imported |
bound: bounditem boundmore
boundmore: ',' bounditem boundmore |
bounditem: NAME | '(' bounditem ',' bounditem boundmore ')'

target: '.' NAME target | '[' subscripts ']' target | '(' arguments ')' called | '=' assigned
    | AUGMENTED expressions | ':' expression annotated | ',' tuple | operation condition commas
    | 'if' disjunction 'else' expression commas |
called: '.' NAME target | '[' subscripts ']' target | '(' arguments ')' called
    | operations condition commas
annotated: '=' expressions |
tuple: NAME element | '*' NAME starred | '=' assigned | expressionN commas |
element: '.' NAME element | '[' subscripts ']' element | '(' arguments ')' elementcall
    | '=' assigned | ',' tuple | operation condition commas
    | 'if' disjunction 'else' expression commas |
elementcall: '.' NAME element | '[' subscripts ']' element | '(' arguments ')' elementcall
    | operations condition commas
starred: '=' assigned | ',' tuple |
assigned: NAME element | expressionN commas

expressions: expression commas
commas: ',' commasrest |
commasrest: expression commas | '*' bitwise commas |
expression: NAME trailers operations condition | expressionN
expressionN: 'lambda' lambdas ':' expression | 'not' disjunction condition
    | unaryN operations condition
condition: 'if' disjunction 'else' expression |
disjunction: NAME trailers operations | 'not' disjunction | unaryN operations
operations: operation |
operation: infix unary operations | COMPARISON unary operations | 'in' unary operations
    | 'not' 'in' unary operations | 'is' isnot unary operations | 'and' disjunction
    | 'or' disjunction
isnot: 'not' |
infix: '+' | '-' | '*' | '**' | INFIX
bitwise: unary bitwises
bitwises: infix unary bitwises |
unary: NAME trailers | unaryN
unaryN: '+' unary | '-' unary | '~' unary | CONSTANT | NUMBER | STRING members
    | '(' group ')' trailers | '[' list ']' members | '{' braces '}' members
trailers: '.' NAME trailers | '(' arguments ')' trailers | '[' subscripts ']' trailers |
members: '.' NAME trailers | '[' subscripts ']' trailers |

group: expression groupmore | '*' bitwise ',' items |
groupmore: ',' items | comprehension |
items: expression itemsmore | '*' bitwise itemsmore |
itemsmore: ',' items |
list: expression listmore | '*' bitwise itemsmore |
listmore: ',' items | comprehension |
braces: expression bracesmore | '*' bitwise itemsmore | '**' bitwise pairsmore |
bracesmore: ':' expression dictmore | ',' items | comprehension |
dictmore: ',' pairs | comprehension |
pairs: expression ':' expression pairsmore | '**' bitwise pairsmore |
pairsmore: ',' pairs |
comprehension: 'for' bound 'in' disjunction filters
filters: 'if' disjunction filters | comprehension |

subscripts: subscript subscriptsmore
subscriptsmore: ',' subscriptsrest |
subscriptsrest: subscript subscriptsmore |
subscript: expression sliced | ':' stop
sliced: ':' stop |
stop: expression stepped | ':' step |
stepped: ':' step |
step: expression |

arguments: NAME argument | expressionN onlyargument | '*' expression positionalmore
    | '**' expression mappingmore |
argument: '=' expression keywordmore | trailers operations condition onlyargument
onlyargument: comprehension | ',' positional |
positional: NAME positionalname | expressionN positionalmore | '*' expression positionalmore
    | '**' expression mappingmore |
positionalname: '=' expression keywordmore | trailers operations condition positionalmore
positionalmore: ',' positional |
keywordmore: ',' keyword |
keyword: NAME '=' expression keywordmore | '*' expression keywordmore
    | '**' expression mappingmore |
mappingmore: ',' mapping |
mapping: NAME '=' expression mappingmore | '**' expression mappingmore |

parameters: NAME annotation parametersmore | '*' restparameter | '**' NAME annotation lastcomma
    |
parametersmore: ',' parameters | '=' expression defaultsmore |
defaultsmore: ',' defaults |
defaults: NAME annotation '=' expression defaultsmore | '*' restparameter
    | '**' NAME annotation lastcomma |
restparameter: NAME annotation keysmore | ',' NAME annotation default keysmore
keysmore: ',' keys |
keys: NAME annotation default keysmore | '**' NAME annotation lastcomma |
default: '=' expression |
annotation: ':' expression |
lastcomma: ',' |
returns: '->' expression |
lambdas: NAME lambdasmore | '*' NAME |
lambdasmore: ',' lambdas | '=' expression lambdadefaults |
lambdadefaults: ',' lambdadefaultsrest |
lambdadefaultsrest: NAME '=' expression lambdadefaults | '*' NAME |
"""


@cache
def python_grammar() -> Grammar:
    """The grammar, compiled once. Terminals are ``NAME``, ``'def'``, ``INFIX`` and so on."""
    rules = _RULES
    for context, (extra, loop) in _CONTEXTS.items():
        text = _STATEMENTS.replace("blockLOOP@", f"block{loop}")
        text = text.replace("| EXTRA@", f"| {extra}" if extra else "")
        rules += text.replace("@", context)
    return Grammar(rules.replace("'", ""), "program")
