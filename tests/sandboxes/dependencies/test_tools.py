import os
import select
import sys
from pathlib import Path

import pytest

from codeeval_gym.errors import LanguageUnavailable, SandboxError
from codeeval_gym.sandboxes.dependencies import tools

_PIP = """\
:env:.extra-index-url='https://c.example/simple'
global.cert='/etc/ca.crt'
global.extra-index-url='https://a.example/simple https://b.example/simple'
global.find-links='/wheels\\n/more'
install.index-url='https://own.example/simple'
global.index-url='https://other.example/simple'
download.index-url='https://not.example/simple'
a line that is none
"""


def _pip_says(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    script = f"print({text!r}, end='')"
    monkeypatch.setattr(tools, "PIP_CONFIG", (sys.executable, "-c", script))
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX", "UV_FIND_LINKS", "UV_NO_INDEX", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)


def test_uv_looks_where_pip_is_told_to_look(monkeypatch: pytest.MonkeyPatch) -> None:
    _pip_says(monkeypatch, _PIP)
    assert tools.index_settings() == {
        "UV_DEFAULT_INDEX": "https://own.example/simple",
        "UV_INDEX": "https://c.example/simple",
        "UV_FIND_LINKS": "/wheels,/more",
        "SSL_CERT_FILE": "/etc/ca.crt",
    }


def test_what_uv_is_told_itself_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    _pip_says(monkeypatch, "global.index-url='https://a.example'\nglobal.cert='/etc/ca.crt'\n")
    monkeypatch.setenv("UV_DEFAULT_INDEX", "https://b.example")
    assert tools.index_settings() == {"SSL_CERT_FILE": "/etc/ca.crt"}


def test_without_pip_there_is_nothing_to_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tools, "PIP_CONFIG", (sys.executable, "-c", "raise SystemExit(1)"))
    assert tools.index_settings() == {}


def test_a_tool_that_fails_is_quoted(tmp_path: Path) -> None:
    script = "import sys; print('early', *['line'] * 50, 'the cause', sep='\\n'); sys.exit(3)"
    with pytest.raises(SandboxError, match=r"failed \(3\)(?s:.*)the cause") as caught:
        tools.run_tool([sys.executable, "-c", script], tmp_path, {})
    assert "early" not in str(caught.value)


def test_a_tool_gets_its_folder_and_variables(tmp_path: Path) -> None:
    script = "import os; open('out', 'w').write(os.environ['WORD'])"
    tools.run_tool([sys.executable, "-c", script], tmp_path, {"WORD": "x"})
    assert (tmp_path / "out").read_text() == "x"


def test_a_tool_that_hangs_is_killed_with_all_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tools, "BUILD_SECONDS", 0.5)
    os.mkfifo(tmp_path / "held")
    reader = os.open(tmp_path / "held", os.O_RDONLY | os.O_NONBLOCK)
    script = "sleep 100 > held & echo > held; sleep 100"
    with pytest.raises(SandboxError, match=r"sh took more than 0\.5 s"):
        tools.run_tool(["/bin/sh", "-c", script], tmp_path, {})
    assert os.read(reader, 10) == b"\n"
    poll = select.poll()
    poll.register(reader, select.POLLHUP)  # comes once nobody holds the other end
    assert poll.poll(30_000)
    os.close(reader)


def test_a_missing_tool_names_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setitem(sys.modules, "uv", None)
    with pytest.raises(LanguageUnavailable, match=r"python.*uv.*codeeval-gym\[deps\]"):
        tools.find_uv()
    with pytest.raises(LanguageUnavailable, match=r"javascript.*npm.*apt-get install npm"):
        tools.find_npm()
