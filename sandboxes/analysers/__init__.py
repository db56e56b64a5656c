"""External analysers: programs of other people that judge texts, inside a jail.

A sandbox takes a job for a tool as it takes one for a language: ``Job("cppcheck", …)``. None is
used unless somebody asks for it, since scores compare only between machines with the same tools.
"""

from codeeval_gym.registry import Registry
from codeeval_gym.sandboxes.analysers._base import ExternalTool, Opinion
from codeeval_gym.sandboxes.analysers.biome import Biome
from codeeval_gym.sandboxes.analysers.checkstyle import Checkstyle
from codeeval_gym.sandboxes.analysers.cppcheck import Cppcheck
from codeeval_gym.sandboxes.analysers.rust import Clippy, Rustfmt

__all__ = [
    "Biome",
    "Checkstyle",
    "Clippy",
    "Cppcheck",
    "ExternalTool",
    "Opinion",
    "Rustfmt",
    "analysers",
]

analysers: Registry[type[ExternalTool]] = Registry("external tool", group="codeeval_gym.analysers")
"""Tools by name; third parties add theirs through an entry point of this group."""
analysers.register("biome")(Biome)
analysers.register("checkstyle")(Checkstyle)
analysers.register("clippy")(Clippy)
analysers.register("cppcheck")(Cppcheck)
analysers.register("rustfmt")(Rustfmt)
