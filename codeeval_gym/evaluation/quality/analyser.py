"""Quality of texts in five languages, by well-kept analysers. Nothing of a text is executed."""

import hashlib
import json
import shutil
import sys
import sysconfig
from collections.abc import Sequence
from functools import cache
from importlib import metadata, resources
from pathlib import Path
from typing import Any

import yaml

from codeeval_gym.errors import ConfigError, UnknownNameError
from codeeval_gym.evaluation.quality.external import ExternalTools
from codeeval_gym.evaluation.quality.process import AnalysisProcess
from codeeval_gym.evaluation.quality.scoring import Analysis, quality_report, unanalysed
from codeeval_gym.evaluation.quality.server import PEP8_LAYOUT, RUFF_IGNORED, RUFF_RULES
from codeeval_gym.evaluation.quality.settings import QualitySettings
from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.sandboxes.analysers import Opinion
from codeeval_gym.types import Finding, QualityReport

__all__ = ["MAX_BYTES", "QualityAnalyser", "security_rules"]

MAX_BYTES = 64 * 1024
"""Longer texts are not analysed and score 0."""
_FILE_NAMES = {
    "cpp": "program.cpp",
    "java": "program.java",
    "javascript": "program.js",
    "rust": "program.rs",
}
"""By their ending the analysers know a language."""
_SCORING = 2
"""Which way of counting and scoring this is. 2: docstrings of Python are no lines, and no comment
silences the count of branches."""
_JUDGED_BY_STYLE = frozenset({"python"})
_version = cache(metadata.version)  # read from disk at every call otherwise: 1 ms


class QualityAnalyser:
    """Judges style, complexity and security of texts. Thread-safe; starts when it is first asked.

    Python by ruff (style, complexity, its ``S`` rules; suppression comments are ignored). The
    other languages by lizard (complexity) and this package's ast-grep rules (security). External
    analysers, where the settings name some, are asked as well.

    Args:
        settings: What counts.
        sandbox: Where external analysers run; stays the caller's.

    Raises:
        ConfigError: If an external analyser that is named is not there; says how to get it.
        SandboxError: If the sandbox fails to find out.
    """

    def __init__(
        self, settings: QualitySettings | None = None, sandbox: Sandbox | None = None
    ) -> None:
        self.settings = settings or QualitySettings()
        self._external = ExternalTools(self.settings.external, sandbox)
        rules = {language: security_rules(language) for language in _FILE_NAMES}
        self._process = AnalysisProcess(
            {"ruff": _ruff(), "names": _FILE_NAMES, "rules": _for_server(rules)}
        )

    def toolset(self, language: str) -> str:
        """Tools, rules and settings; scores compare only within one.

        Raises:
            UnknownNameError: If the language is not known.
        """
        if language == "python":
            rules = hashlib.sha256(f"{RUFF_RULES},{PEP8_LAYOUT},{RUFF_IGNORED}".encode())
            tools = f"ruff {_version('ruff')} with rules {rules.hexdigest()[:8]}"
        else:
            rules = hashlib.sha256(json.dumps(security_rules(language)).encode())
            tools = f"lizard {_version('lizard')}, ast-grep {_version('ast-grep-py')}"
            tools += f" with rules {rules.hexdigest()[:8]}"
        if external := self._external.toolset(language):
            tools += f", {external}"
        settings = self.settings
        asked = [name for name in ("style", "security") if getattr(settings, name)]
        counted = f"complexity {settings.max_complexity}; scoring {_SCORING}"
        return f"{tools}; {', '.join(asked)}; {counted}"

    def analyse(self, texts: Sequence[str], language: str) -> list[QualityReport]:
        """Analyse texts, many at the cost of few.

        Args:
            texts: Programs.
            language: Their language.

        Returns:
            One report each, in order. A text that is too long, or that an analyser does not get
            through, scores 0 and says so.

        Raises:
            SandboxError: If the analysers' process was killed or does not answer, or the sandbox
                failed an external one.
            UnknownNameError: If the language is not known.
        """
        toolset = self.toolset(language)
        judges_style = language in _JUDGED_BY_STYLE or self._external.judge_style(language)
        reports = {text: unanalysed(_TOO_LONG, toolset) for text in texts if _too_long(text)}
        fresh = [text for text in dict.fromkeys(texts) if text not in reports]
        answers = self._process.analyse(language, fresh)
        opinions = self._external.opinions(fresh, language)
        for text, answer, opinion in zip(fresh, answers, opinions, strict=True):
            if answer is None or opinion is None:
                reports[text] = unanalysed("an analyser did not get through it", toolset)
                continue
            reports[text] = quality_report(
                _analysis(answer, opinion),
                self.settings,
                judges_style=judges_style,
                toolset=toolset,
            )
        return [reports[text] for text in texts]

    def refused(self, why: str, language: str) -> QualityReport:
        """The report on a text that was not analysed.

        Args:
            why: One line.
            language: Its language.

        Raises:
            UnknownNameError: If the language is not known.
        """
        return unanalysed(why, self.toolset(language))

    def close(self) -> None:
        """End the analysers' process. A second call does nothing; the next question starts anew."""
        self._process.close()


_TOO_LONG = f"longer than {MAX_BYTES} bytes"


def _too_long(text: str) -> bool:
    return len(text) > MAX_BYTES or len(text.encode("utf-8", "surrogatepass")) > MAX_BYTES


@cache
def security_rules(language: str) -> tuple[dict[str, Any], ...]:
    """The ast-grep rules of a language.

    Each has ``id``, ``message`` and ``rule``, optionally ``constraints``, ``words`` one of which is
    in every text that it finds something in, and the texts ``bad`` and ``good`` that show what it
    finds and what it leaves alone. A word in small letters stands for any letters.

    Raises:
        UnknownNameError: If there are none for the language.
    """
    if language not in _FILE_NAMES:
        raise UnknownNameError("language", language, (*_FILE_NAMES, "python"))
    file = resources.files(__package__) / "rules" / f"{language}.yaml"
    return tuple(yaml.safe_load(file.read_text("utf-8")))


def _for_server(rules: dict[str, tuple[dict[str, Any], ...]]) -> dict[str, Any]:
    return {
        language: [{key: rule[key] for key in rule if key not in ("bad", "good")} for rule in items]
        for language, items in rules.items()
    }


def _analysis(answer: dict[str, Any], opinion: Opinion) -> Analysis:
    return Analysis(
        findings=(*(Finding(*item) for item in answer["findings"]), *opinion.findings),
        complexities=tuple(
            (str(name), line, number) for name, line, number in answer["complexities"]
        ),
        lines=answer["lines"],
        valid=answer["valid"] and opinion.valid,
    )


def _ruff() -> str:
    """The ruff that was installed beside this interpreter, else one on the path.

    Raises:
        ConfigError: If there is none.
    """
    beside = [Path(sysconfig.get_path("scripts")), Path(sys.executable).parent]
    for folder in beside:
        if (folder / "ruff").is_file():
            return str(folder / "ruff")
    found = shutil.which("ruff")
    if found is None:
        raise ConfigError("Python's quality is judged by ruff, which is missing: pip install ruff")
    return found
