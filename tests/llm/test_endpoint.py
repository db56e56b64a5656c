"""A policy behind a real HTTP server that speaks the protocol of OpenAI."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import torch

from codeeval_gym.analysis.policies import evaluate_policy
from codeeval_gym.errors import ConfigError, EndpointError
from codeeval_gym.evaluation import EvaluationEngine
from codeeval_gym.llm import EndpointSettings, LLMAdapter, LoraSettings
from codeeval_gym.testing import FakeSandbox, solver
from codeeval_gym.types import CallTest, Challenge, Param, Signature, Verdict

KEY = "a-key"
PROGRAM = "def double(x):\n    return 2 * x\n"
CHALLENGE = Challenge(
    id="posed/double",
    title="double",
    prompt="Write a function `double(x)` that returns twice x.",
    category="arithmetic",
    tier=1,
    signature=Signature("double", (Param("x", "int"),), "int"),
    hidden_tests=(CallTest((1,), 2),),
    references={"python": PROGRAM},
)


class Server(ThreadingHTTPServer):
    """Answers every prompt with a program, unless it is told otherwise."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.failures: list[int] = []
        self.body: str | None = None
        self.silent = threading.Event()
        self.lock = threading.Lock()

    @property
    def source(self) -> str:
        return f"openai:coder@http://127.0.0.1:{self.server_address[1]}/v1"


class Handler(BaseHTTPRequestHandler):
    """What the server says to one request."""

    server: Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with self.server.lock:
            self.server.asked.append((self.path, body))
            status = self.server.failures.pop(0) if self.server.failures else 200
        if status == 0:  # say nothing until the test is over
            self.server.silent.wait()
            return
        if self.headers["Authorization"] != f"Bearer {KEY}":
            self.reply(401, {"error": {"message": "Incorrect API key provided."}})
        elif body["model"] != "coder":
            self.reply(404, {"error": {"message": f"No model {body['model']}."}})
        elif status != 200:
            self.reply(status, {"error": {"message": "Busy."}})
        elif self.path == "/v1/chat/completions":
            (message,) = body["messages"]
            text = f"For: {message['content']}\n```python\n{PROGRAM}```\n"
            self.reply(200, {"choices": [{"message": {"role": "assistant", "content": text}}]})
        else:
            self.reply(200, {"choices": [{"text": f"# {body['prompt']}{PROGRAM}"}]})

    def reply(self, status: int, content: dict[str, Any]) -> None:
        text = self.server.body or json.dumps(content)
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.silent.set()
        running.shutdown()
        thread.join()


def policy(server: Server, **settings: Any) -> LLMAdapter:
    chosen = {"api_key": KEY, "backoff": 0.0, **settings}
    return LLMAdapter(server.source, endpoint=EndpointSettings(**chosen))


def test_a_chat_model_answers_and_its_program_is_taken_out(server: Server) -> None:
    found = policy(server).complete(["Double."] * 3, max_new_tokens=50, temperature=0.5)
    assert found == [PROGRAM] * 3
    path, body = server.asked[0]
    assert path == "/v1/chat/completions"
    assert body["messages"][0]["content"].startswith("Double.\n\nAnswer with one complete program")
    assert (body["model"], body["max_tokens"], body["temperature"]) == ("coder", 50, 0.5)


def test_answers_keep_the_order_of_their_prompts(server: Server) -> None:
    asked = [f"{number}." for number in range(20)]
    found = policy(server, chat=False, concurrency=4).complete(asked)
    assert found == [f"# {text}\n{PROGRAM}" for text in asked]
    assert {path for path, _ in server.asked} == {"/v1/completions"}


def test_the_same_generator_gives_the_same_seeds(server: Server) -> None:
    def seeds(number: int) -> list[int]:
        server.asked.clear()
        chance = torch.Generator().manual_seed(number)
        policy(server, concurrency=1).complete(["a", "b"], generator=chance)
        return [body["seed"] for _, body in server.asked]

    assert seeds(1) == seeds(1) != seeds(2)


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_passes_is_tried_again(server: Server, status: int) -> None:
    server.failures = [status, status]
    assert policy(server, retries=2).complete(["Double."]) == [PROGRAM]
    assert len(server.asked) == 3


def test_what_does_not_pass_is_an_error(server: Server) -> None:
    server.failures = [429] * 3
    with pytest.raises(EndpointError, match=r"After 2 attempts more, .* status 429: Busy\."):
        policy(server, retries=2).complete(["Double."])
    server.failures = [400]
    with pytest.raises(EndpointError, match=r"status 400: Busy\."):
        policy(server).complete(["Double."])
    assert len(server.asked) == 4


@pytest.mark.parametrize(
    ("key", "message"),
    [(None, "wants a key"), ("wrong-key", "refused the key that it was given")],
)
def test_a_key_that_is_wrong_is_not_repeated(server: Server, key: str | None, message: str) -> None:
    with pytest.raises(ConfigError, match=f"{message}.*OPENAI_API_KEY.*Incorrect API") as raised:
        policy(server, api_key=key).complete(["Double."])
    assert "wrong-key" not in str(raised.value)
    assert "wrong-key" not in repr(EndpointSettings(api_key=key))
    assert len(server.asked) == 1


def test_the_key_is_taken_from_the_environment(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    assert LLMAdapter(server.source).complete(["Double."]) == [PROGRAM]


def test_an_unknown_model_is_named(server: Server) -> None:
    other = LLMAdapter(
        server.source.replace("coder", "codr"), endpoint=EndpointSettings(api_key=KEY)
    )
    with pytest.raises(ConfigError, match=r"does not know 'codr'.*No model codr\."):
        other.complete(["Double."])


def test_a_server_that_says_nothing_is_left(server: Server) -> None:
    server.failures = [0]
    with pytest.raises(EndpointError, match=r"could not be asked.*timed out"):
        policy(server, timeout=0.2, retries=0).complete(["Double."])


def test_a_server_that_is_not_there_is_named() -> None:
    nobody = LLMAdapter(
        "openai:coder@http://127.0.0.1:9/v1", endpoint=EndpointSettings(retries=0, timeout=5)
    )
    with pytest.raises(EndpointError, match=r"http://127\.0\.0\.1:9/v1 could not be asked"):
        nobody.complete(["Double."])


@pytest.mark.parametrize(
    "body", ["<html>", "{}", '{"choices": []}', '{"choices": [{"message": {"content": 3}}]}']
)
def test_an_answer_that_is_none_is_an_error(server: Server, body: str) -> None:
    server.body = body
    with pytest.raises(EndpointError, match=r"something other than a completion|is expected"):
        policy(server).complete(["Double."])


def test_an_answer_without_content_is_an_empty_program(server: Server) -> None:
    server.body = '{"choices": [{"message": {"content": null}}]}'
    assert policy(server).complete(["Double."]) == [""]


def test_it_is_evaluated_like_any_policy(server: Server) -> None:
    engine = EvaluationEngine(FakeSandbox(solver([CHALLENGE])))
    found = evaluate_policy(policy(server), [CHALLENGE], engine, samples=2)
    assert [item.verdict for item in found if item is not None] == [Verdict.ACCEPTED] * 2
    assert CHALLENGE.prompt in server.asked[0][1]["messages"][0]["content"]


@pytest.mark.parametrize(
    "use",
    [
        lambda policy: policy.model,
        lambda policy: policy.tokenizer,
        lambda policy: policy.encode_prompt("x"),
        lambda policy: policy.generate([[1]], max_new_tokens=1),
        lambda policy: policy.save("nowhere"),
        lambda policy: policy.refresh(),
    ],
    ids=["model", "tokenizer", "encode", "generate", "save", "refresh"],
)
def test_what_needs_weights_says_that_there_are_none(
    server: Server, use: Callable[[LLMAdapter], Any]
) -> None:
    with pytest.raises(ConfigError, match=r"is an endpoint: .* no weights"):
        use(policy(server))


def test_an_adapter_on_an_endpoint_is_refused(server: Server) -> None:
    with pytest.raises(ConfigError, match="is an endpoint"):
        LLMAdapter(server.source, lora=LoraSettings())


@pytest.mark.parametrize("source", ["openai:", "openai:@http://x/v1", "openai:a@b@http://x/v1"])
def test_a_source_without_model_or_host_is_refused(source: str) -> None:
    with pytest.raises(ConfigError, match="Expected openai:MODEL@URL"):
        LLMAdapter(source)


@pytest.mark.parametrize("settings", [{"timeout": 0}, {"retries": -1}, {"concurrency": 0}])
def test_impossible_settings_are_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(ConfigError):
        EndpointSettings(**settings)


@pytest.mark.parametrize(
    ("prompts", "settings"),
    [([], {}), (["x"], {"temperature": -1}), (["x"], {"max_new_tokens": 0})],
)
def test_what_cannot_be_asked_is_not(
    server: Server, prompts: list[str], settings: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match="at least one prompt"):
        policy(server).complete(prompts, **settings)
    assert not server.asked
