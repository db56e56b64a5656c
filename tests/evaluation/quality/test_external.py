"""External analysers on their seam, with one made for tests, in a real jail."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from codeeval_gym.errors import ConfigError, SandboxError, UnknownNameError
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.evaluation.quality import QualityAnalyser, QualitySettings
from codeeval_gym.sandboxes import Sandbox
from codeeval_gym.sandboxes.analysers import analysers
from codeeval_gym.testing import FakeSandbox
from codeeval_gym.types import Outcome, QualityReport, Run
from tests.evaluation.quality.scripted import Broken, Ghost, Scripted

CLEAN = "pub fn add(a: i64, b: i64) -> i64 {\n    a + b\n}\n"
UGLY, RISKY = CLEAN + "// UGLY\n", CLEAN + "// RISKY\n"


@pytest.fixture(autouse=True, scope="module")
def _registered() -> Iterator[None]:
    tools = (Scripted, Broken, Ghost)
    for tool in tools:
        analysers.register(tool.name)(tool)
    yield
    for tool in tools:
        analysers.unregister(tool.name)


@pytest.fixture(scope="module")
def asked(sandbox: Sandbox) -> Iterator[QualityAnalyser]:
    """An analyser that asks the one made for tests."""
    analyser = QualityAnalyser(QualitySettings(external=("scripted",)), sandbox)
    yield analyser
    analyser.close()


def judged(analyser: QualityAnalyser, *texts: str, language: str = "rust") -> list[QualityReport]:
    return analyser.analyse(texts, language)


def test_what_it_finds_is_part_of_the_score(asked: QualityAnalyser) -> None:
    clean, ugly, risky = judged(asked, CLEAN, UGLY, RISKY)
    assert (clean.score, clean.style, clean.findings) == (1.0, 1.0, ())
    assert [(item.rule, item.line) for item in ugly.findings] == [("scripted:word", 4)]
    assert ugly.style == pytest.approx(0.8)
    assert ugly.security == 1.0
    assert (risky.style, risky.security) == (1.0, 0.5)


def test_style_is_judged_only_where_somebody_judges_it(asked: QualityAnalyser) -> None:
    assert judged(asked, "int f() { return 1; }\n", language="cpp")[0].style is None
    plain = QualityAnalyser()
    try:
        assert judged(plain, UGLY)[0].style is None
        assert judged(plain, UGLY)[0].score == 1.0
    finally:
        plain.close()


@pytest.mark.parametrize("word", ["CRASH", "LOOP", "FLOOD", "GARBAGE"])
def test_a_text_that_breaks_the_tool_is_the_only_one_that_pays(
    asked: QualityAnalyser, word: str
) -> None:
    texts = [CLEAN, f"{CLEAN}// {word}\n", UGLY, RISKY]
    reports = judged(asked, *texts)
    assert [report.score for report in reports] == [
        1.0,
        0.0,
        *(report.score for report in judged(asked, UGLY, RISKY)),
    ]
    assert [item.rule for item in reports[1].findings] == ["not-analysed"]


def test_what_the_tool_takes_for_no_program_scores_nothing(asked: QualityAnalyser) -> None:
    assert [item.score for item in judged(asked, CLEAN, CLEAN + "// BROKEN\n")] == [1.0, 0.0]


def test_a_tool_that_does_not_work_is_our_failure(sandbox: Sandbox) -> None:
    analyser = QualityAnalyser(QualitySettings(external=("scripted-broken",)), sandbox)
    try:
        assert judged(analyser, CLEAN)[0].score == 1.0
        with pytest.raises(SandboxError, match="scripted-broken does not work in this sandbox"):
            judged(analyser, CLEAN + "// CRASH\n")
    finally:
        analyser.close()


def test_texts_are_read_in_groups() -> None:
    fake = Recording("scripted 1.0 (/somewhere)")
    analyser = QualityAnalyser(QualitySettings(external=("scripted",)), fake)
    try:
        judged(analyser, *(f"{CLEAN}// {number} QUIET\n" for number in range(7)))
    finally:
        analyser.close()
    assert [len(job.files) for job in fake.jobs] == [3, 3, 1]
    assert all(job.limits == Scripted.limits for job in fake.jobs)
    assert not any("QUIET" in text for job in fake.jobs for text in job.files.values())


class Recording(FakeSandbox):
    """Has one tool, which has nothing to say."""

    def __init__(self, version: str) -> None:
        super().__init__(
            lambda files, _: Run(
                Outcome.FINISHED, exit_code=0, stdout=f"[{', '.join(['[[], true]'] * len(files))}]"
            )
        )
        self.version = version

    def toolset(self, language: str) -> str:
        return self.version if language == "scripted" else super().toolset(language)


def fingerprint(version: str, external: tuple[str, ...] | str = ("scripted",)) -> str:
    analyser = QualityAnalyser(QualitySettings(external=external), Recording(version))
    try:
        return analyser.toolset("rust")
    finally:
        analyser.close()


def test_tool_version_and_rules_are_part_of_the_fingerprint(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = fingerprint("scripted 1.0 (/here)")
    assert "scripted 1.0 with rules" in one
    assert fingerprint("scripted 1.0 (/elsewhere)") == one
    assert fingerprint("scripted 1.1 (/here)") != one
    assert QualityAnalyser().toolset("rust") != one
    monkeypatch.setattr(Scripted, "rules", "others")
    assert fingerprint("scripted 1.0 (/here)") != one


def test_auto_names_what_is_there_and_what_is_not() -> None:
    said = fingerprint("scripted 1.0 (/here)", "auto")
    assert "scripted 1.0 with rules" in said
    assert "no scripted-ghost" in said
    assert "cppcheck" not in said  # of another language


def test_a_tool_that_is_missing_is_the_callers_mistake(sandbox: Sandbox) -> None:
    with pytest.raises(ConfigError, match=r"scripted-ghost cannot run.*Install the package ghost"):
        QualityAnalyser(QualitySettings(external=("scripted-ghost",)), sandbox)
    with pytest.raises(ConfigError, match="needs a sandbox"):
        QualityAnalyser(QualitySettings(external=("scripted",)))
    with pytest.raises(ConfigError, match="fake runs no analyser scripted-ghost"):
        QualityAnalyser(QualitySettings(external=("scripted-ghost",)), Recording(""))


def test_a_sandbox_that_fails_is_no_score(sandbox: Sandbox) -> None:
    fake = Recording("scripted 1.0")
    analyser = QualityAnalyser(QualitySettings(external=("scripted",)), fake)

    def fail(files: object, item: object) -> Run:
        raise SandboxError("no room")

    fake.answer = fail
    try:
        with pytest.raises(SandboxError, match="no room"):
            judged(analyser, CLEAN)
    finally:
        analyser.close()


def test_the_configuration_names_them(sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "eval_config.yaml"
    path.write_text("evaluation: {code_quality: {external: [scripted]}}")
    with EvaluationEngine(sandbox, config=path) as engine:
        report = engine.evaluate_code_quality(RISKY, language="rust")
    assert report.security == 0.5
    assert "scripted 1.0" in report.toolset
    path.write_text("evaluation: {code_quality: {external: [cpcheck]}}")
    with pytest.raises(UnknownNameError, match="Did you mean 'cppcheck'"):
        EvaluationEngine(sandbox, config=path)


@pytest.mark.parametrize("external", ["biome", 3, {"biome": True}])
def test_other_values_are_refused(external: object) -> None:
    with pytest.raises(ConfigError, match=r"external.*(names|'auto')"):
        QualitySettings.from_mapping({"external": external})


def test_a_list_of_names_or_auto_is_taken() -> None:
    assert QualitySettings.from_mapping({"external": "auto"}).external == "auto"
    assert QualitySettings.from_mapping({"external": ["biome"]}).external == ("biome",)
    assert QualitySettings().external == ()
