"""A model behind an OpenAI-compatible endpoint, for inference only.

The protocol is that of ``POST /v1/chat/completions`` and ``POST /v1/completions``, which OpenAI,
vLLM, llama.cpp, Ollama and ``transformers serve`` speak.
"""

import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import urllib3

from codeeval_gym.errors import ConfigError, EndpointError

__all__ = ["SCHEME", "Endpoint", "EndpointSettings"]

SCHEME = "openai:"
"""What an endpoint's source begins with."""
DEFAULT_URL = "https://api.openai.com/v1"
KEY = "OPENAI_API_KEY"
"""The environment variable that holds the key."""
PASSING = (408, 429, 500, 502, 503, 504)
"""Statuses after which a request is sent again."""
SHOWN = 300
"""Characters of a server's answer that an error quotes."""


@dataclass(frozen=True)
class EndpointSettings:
    """How an endpoint is asked.

    Raises:
        ConfigError: If a number cannot be.
    """

    api_key: str | None = field(default=None, repr=False)
    """``None`` means the environment's ``OPENAI_API_KEY``, and none if that is not set."""
    chat: bool = True
    """True asks ``/chat/completions``; False ``/completions``, for a model without a template."""
    timeout: float = 300.0
    """Of one request, seconds, above 0: to connect, and without a byte of the answer."""
    retries: int = 5
    """How often a request is sent again that failed for a reason that passes."""
    backoff: float = 0.5
    """Seconds before the second such attempt; doubled each time. A server's ``Retry-After``
    counts more."""
    concurrency: int = 8
    """Requests at a time."""

    def __post_init__(self) -> None:
        if not (self.timeout > 0 and self.retries >= 0 and self.backoff >= 0):
            raise ConfigError(
                "EndpointSettings needs timeout > 0, retries >= 0 and backoff >= 0, not "
                f"{self.timeout!r}, {self.retries!r} and {self.backoff!r}."
            )
        if self.concurrency < 1:
            raise ConfigError(f"concurrency must be at least 1, not {self.concurrency!r}.")


class Endpoint:
    """Asks for answers.

    Args:
        source: ``"openai:MODEL@http://host/v1"``; without a URL, OpenAI's own.
        settings: How it is asked; ``None`` means the defaults.

    Raises:
        ConfigError: If the source names no model, or no URL that can be.
    """

    def __init__(self, source: str, settings: EndpointSettings | None = None) -> None:
        self.source = source
        self.settings = settings or EndpointSettings()
        self.model, _, url = source.removeprefix(SCHEME).partition("@http")
        self.url = f"http{url}".rstrip("/") if url else DEFAULT_URL
        if not self.model or "@" in self.model or not urllib3.util.parse_url(self.url).host:
            raise ConfigError(
                f"{source!r} names no endpoint. Expected openai:MODEL@URL, such as "
                "'openai:qwen@http://localhost:8000/v1'."
            )
        self._pool = urllib3.PoolManager(
            maxsize=self.settings.concurrency,
            timeout=urllib3.Timeout(connect=self.settings.timeout, read=self.settings.timeout),
            retries=urllib3.Retry(
                self.settings.retries,
                redirect=False,
                status_forcelist=PASSING,
                allowed_methods=None,  # a POST too: it asks, and changes nothing
                backoff_factor=self.settings.backoff,
                raise_on_status=False,
            ),
        )

    def answers(
        self,
        prompts: Sequence[str],
        *,
        max_new_tokens: int,
        temperature: float,
        seeds: Sequence[int],
    ) -> list[str]:
        """Return the model's answer to each prompt, in their order.

        Args:
            prompts: As the model is to read them, but for its template.
            max_new_tokens: The budget of each answer.
            temperature: Divides the logits; 0 takes the likeliest token.
            seeds: One for each prompt; what it decides is up to the server.

        Raises:
            ConfigError: If the endpoint refuses the key, or does not know the model.
            EndpointError: If it cannot be reached, or fails, or answers something else.
        """

        def ask(prompt: str, seed: int) -> str:
            body = {
                "model": self.model,
                "max_tokens": max_new_tokens,
                "temperature": temperature,
                "seed": seed,
            }
            if not self.settings.chat:
                return self._ask("/completions", {**body, "prompt": prompt})
            messages = [{"role": "user", "content": prompt}]
            return self._ask("/chat/completions", {**body, "messages": messages})

        with ThreadPoolExecutor(self.settings.concurrency) as threads:
            return list(threads.map(ask, prompts, seeds))

    def _ask(self, path: str, body: dict[str, Any]) -> str:
        key = self.settings.api_key or os.environ.get(KEY)
        headers = {"Content-Type": "application/json"}
        if key:
            headers["Authorization"] = f"Bearer {key}"
        try:
            response = self._pool.request(
                "POST", self.url + path, body=json.dumps(body).encode(), headers=headers
            )
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise EndpointError(
                f"{self.url} could not be asked for {self.model!r}: {_reason(error)}. Is the "
                "server running, and is timeout long enough for an answer?"
            ) from error
        text = response.data.decode("utf-8", errors="replace")
        if response.status != 200:
            raise self._refusal(response.status, text, has_key=bool(key))
        return self._content(text)

    def _refusal(self, status: int, text: str, *, has_key: bool) -> Exception:
        said = f"{self.url} answered with status {status}: {_message(text)}"
        if status in (401, 403):
            state = "refused the key that it was given" if has_key else "wants a key"
            return ConfigError(
                f"The endpoint {state}. Set {KEY}, or EndpointSettings(api_key=...). {said}"
            )
        if status in PASSING:
            return EndpointError(f"After {self.settings.retries} attempts more, {said}")
        if status == 404:
            return ConfigError(f"The endpoint does not know {self.model!r}, or the path. {said}")
        return EndpointError(said)

    def _content(self, text: str) -> str:
        try:
            (choice, *_) = json.loads(text)["choices"]
            content = choice["message"]["content"] if self.settings.chat else choice["text"]
        except (ValueError, KeyError, TypeError) as error:
            raise EndpointError(
                f"{self.url} answered something other than a completion: {text[:SHOWN]!r}"
            ) from error
        if content is not None and not isinstance(content, str):
            raise EndpointError(f"{self.url} answered with {content!r} where text is expected.")
        return content or ""  # a model that refuses, or only thinks, has no content


def _message(text: str) -> str:
    """What an error says, in the form that OpenAI gives it, or as it stands."""
    try:
        return str(json.loads(text)["error"]["message"])[:SHOWN]
    except (ValueError, KeyError, TypeError):
        return text[:SHOWN]


def _reason(error: Exception) -> str:
    """The cause within the error of urllib3 that says how often it was tried."""
    return str(getattr(error, "reason", None) or error)[:SHOWN]
