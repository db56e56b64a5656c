"""Closed-world dependencies: what a challenge declares, from a list that the operator owns.

A program may import the standard library of its language and what its challenge's ``requirements``
name. An environment with those is built once, outside every jail, and bound read-only into the
jails that need it. What a program imports is never a reason to install anything.

How a sandbox uses it::

    resolver = DependencyResolver(AllowList.load("allow_list.yaml"))
    key = resolver.key(job.requirements, job.language)      # cheap; workers are kept per key
    environment = resolver.resolve(job.requirements, job.language)  # when a worker is started
    ...                                                     # bind, set variables, run
    resolver.release(environment)                           # when that worker is closed
"""

from codeeval_gym.sandboxes.dependencies.allow_list import AllowList, Package
from codeeval_gym.sandboxes.dependencies.builders import Builder
from codeeval_gym.sandboxes.dependencies.environment import Environment
from codeeval_gym.sandboxes.dependencies.explain import explain_unknown
from codeeval_gym.sandboxes.dependencies.folders import tree_hash
from codeeval_gym.sandboxes.dependencies.imports import ImportName, imports_of
from codeeval_gym.sandboxes.dependencies.resolver import DependencyResolver

__all__ = [
    "AllowList",
    "Builder",
    "DependencyResolver",
    "Environment",
    "ImportName",
    "Package",
    "explain_unknown",
    "imports_of",
    "tree_hash",
]
