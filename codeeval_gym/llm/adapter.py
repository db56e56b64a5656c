"""A causal language model of transformers as a policy over programs."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import torch

from codeeval_gym.errors import ConfigError
from codeeval_gym.llm._generation import Generation, OnFinished
from codeeval_gym.llm._loading import Loaded, load, save
from codeeval_gym.llm.endpoint import SCHEME, Endpoint, EndpointSettings
from codeeval_gym.llm.extraction import extract_program
from codeeval_gym.llm.generators import Generator, generators, reporting
from codeeval_gym.llm.lora import LoraSettings, add_adapter

__all__ = ["LLMAdapter"]

CHAT_REQUEST = "Answer with one complete program in a fenced code block."
"""What a chat model is told after the prompt, so that its program can be found in its answer."""


class LLMAdapter:
    """A model, its tokenizer, and the one way in which the two turn prompts into programs.

    Prompt and program are encoded apart and joined as ids, here and in every trainer: encoded as
    one text, a merge across the border would give ids that sampling never sees.

    Args:
        source: ``"builtin:tiny"``, a folder with a transformers checkpoint or an adapter that was
            saved, a hub id, or ``"openai:MODEL@http://host/v1"`` for a model behind an
            OpenAI-compatible endpoint, which writes programs and cannot be trained.
        device: Where the model goes; ``"auto"`` means a GPU if there is one.
        dtype: Of the weights; ``None`` means float32, which training of all weights needs. An
            adapter is float32 in any case.
        lora: Trains an adapter of this shape instead of the model; ``None`` means all weights, or
            the adapter that was saved.
        engine: What samples: a name in :data:`~codeeval_gym.llm.generators`, or a function that
            makes a generator for this policy.
        endpoint: How an endpoint is asked; ``None`` means the defaults.

    Raises:
        UnknownNameError: If no built-in model has that name; suggests the nearest.
        ConfigError: If the folder holds no checkpoint, or the hub does not give one, or the
            adapter does not fit.
        ImportError: If there is an adapter and ``peft`` is not installed.
    """

    def __init__(
        self,
        source: str | Path = "builtin:tiny",
        *,
        device: str | torch.device = "auto",
        dtype: torch.dtype | None = None,
        lora: LoraSettings | None = None,
        engine: str | Callable[["LLMAdapter"], Generator] = "transformers",
        endpoint: EndpointSettings | None = None,
    ) -> None:
        self.source = str(source)
        self._endpoint = None
        if self.source.startswith(SCHEME):
            self._endpoint = Endpoint(self.source, endpoint)
            if lora is not None:
                raise self._without_weights()
            return
        loaded = load(self.source, dtype)
        if lora is not None:
            loaded = loaded._replace(adapter=add_adapter(loaded.model, lora, loaded.base))
        self._held = loaded
        if device == "auto":
            device = "cuda" if torch.cuda.is_available() else "cpu"
        self.model.to(device)
        self._engine = (generators[engine] if isinstance(engine, str) else engine)(self)

    @property
    def is_endpoint(self) -> bool:
        """True if the model is behind an endpoint: only :meth:`complete` works."""
        return self._endpoint is not None

    def _without_weights(self) -> ConfigError:
        return ConfigError(
            f"{self.source!r} is an endpoint: it writes programs, and there are no weights or "
            "tokens of it here to train, read or save. Give the model itself: 'builtin:tiny', a "
            "folder or a hub id."
        )

    @property
    def _loaded(self) -> Loaded:
        if self._endpoint is not None:
            raise self._without_weights()
        return self._held

    @property
    def model(self) -> Any:
        """The model of transformers.

        Raises:
            ConfigError: If it is behind an endpoint.
        """
        return self._loaded.model

    @property
    def tokenizer(self) -> Any:
        """The model's tokenizer.

        Raises:
            ConfigError: If it is behind an endpoint.
        """
        return self._loaded.tokenizer

    @property
    def device(self) -> torch.device:
        """Where the model is now; a trainer may have moved it."""
        device: torch.device = self.model.device
        return device

    @property
    def eos_id(self) -> int:
        """The id that ends a program."""
        return int(self.tokenizer.eos_token_id)

    @property
    def pad_id(self) -> int:
        """The id that fills rows; padding is always masked by length, never by this id."""
        pad_id = self.tokenizer.pad_token_id
        return self.eos_id if pad_id is None else int(pad_id)

    @property
    def context(self) -> int | None:
        """The most tokens, prompt and program together, the model reads; ``None`` if unbounded.

        Of a model behind an endpoint ``None`` too: what does not fit is the server's to refuse.
        """
        if self.is_endpoint:
            return None
        size = getattr(self.model.config, "max_position_embeddings", None)
        return None if size is None else int(size)

    def encode_prompt(self, prompt: str, *, max_tokens: int | None = None) -> list[int]:
        """Return the ids that the model reads before it writes a program.

        A model with a chat template is asked in it. To any other the prompt is given as it stands,
        after the tokenizer's own first token (BOS) and with a newline at its end.

        Args:
            prompt: The text, for instance from :meth:`prompt_from_observation`.
            max_tokens: A longer prompt loses its beginning; ``None`` keeps it whole. A caller that
                wants ``n`` new tokens has room for ``context - n``.
        """
        if self.tokenizer.chat_template:
            messages = [{"role": "user", "content": f"{prompt}\n\n{CHAT_REQUEST}"}]
            ids = self.tokenizer.apply_chat_template(
                messages, add_generation_prompt=True, tokenize=True, return_dict=False
            )
        else:
            text = prompt if prompt.endswith("\n") else f"{prompt}\n"
            ids = self.tokenizer.encode(text, split_special_tokens=True)
        return list(ids) if max_tokens is None else list(ids[-max_tokens:])

    def encode_program(self, program: str) -> list[int]:
        """Return the program's ids, the EOS at the end."""
        ids = self.tokenizer.encode(program, add_special_tokens=False, split_special_tokens=True)
        return [*ids, self.eos_id]

    def decode_program(self, ids: Sequence[int] | torch.Tensor, language: str = "python") -> str:
        """Return the program up to the first EOS; from a chat model's answer, the fenced block.

        Args:
            ids: Token ids, shape ``(new,)``; padding and whatever follows the EOS is left out.
            language: The language of the fenced block.
        """
        tokens = [int(token) for token in ids]
        if self.eos_id in tokens:
            tokens = tokens[: tokens.index(self.eos_id)]
        text: str = self.tokenizer.decode(
            tokens, skip_special_tokens=True, clean_up_tokenization_spaces=False
        )
        return extract_program(text, language) if self.tokenizer.chat_template else text

    def prompt_from_observation(self, obs: Mapping[str, Any]) -> str:
        """Return an observation of an environment as one prompt.

        Args:
            obs: Has the keys ``prompt``, ``feedback`` and ``previous_program``. On a first turn
                the last two are empty, and the prompt stands alone.
        """
        prompt = str(obs["prompt"])
        if not obs["feedback"] and not obs["previous_program"]:
            return prompt
        return (
            f"{prompt.rstrip()}\n\nPrevious program:\n{str(obs['previous_program']).rstrip()}\n\n"
            f"Feedback:\n{str(obs['feedback']).rstrip()}\n"
        )

    def generate(
        self,
        prompts: Sequence[Sequence[int]],
        *,
        max_new_tokens: int,
        temperature: float = 1.0,
        generator: torch.Generator | None = None,
        on_finished: OnFinished | None = None,
    ) -> Generation:
        """Sample a continuation of every prompt until its EOS or the end of the budget.

        Args:
            prompts: From :meth:`encode_prompt`, unpadded.
            max_new_tokens: The budget of each row, at least 1.
            temperature: Divides the logits; 0 takes the likeliest token.
            generator: The source of noise: the same seed gives the same programs. ``None`` means
                torch's global one.
            on_finished: Called with the number of a prompt and the ids written for it as soon as
                they are complete; by an engine that cannot, at the end.

        Returns:
            Tokens of shape ``(batch, max_new_tokens)`` with lengths and log probabilities.

        Raises:
            ValueError: If a prompt is empty, the budget is below 1, the temperature is negative,
                or prompt and budget do not fit into the model's context.
            ConfigError: If the model is behind an endpoint; see :meth:`complete`.
        """
        longest = max((len(prompt) for prompt in prompts), default=0)
        if self.context is not None and longest + max_new_tokens > self.context:
            raise ValueError(
                f"A prompt of {longest} tokens and {max_new_tokens} new ones do not fit into the "
                f"model's context of {self.context}. Ask for fewer, or shorten the prompt with "
                "encode_prompt(..., max_tokens=...)."
            )
        return reporting(
            self._writer().generate,
            prompts,
            on_finished,
            max_new_tokens=max_new_tokens,
            temperature=temperature,
            generator=generator,
        )

    def _writer(self) -> Generator:
        if self._endpoint is not None:
            raise self._without_weights()
        return self._engine

    def refresh(self) -> None:
        """Tell what samples that the model's weights have changed; trainers do."""
        self._writer().refresh()

    def complete(
        self,
        prompts: Sequence[str],
        *,
        max_new_tokens: int = 128,
        temperature: float = 1.0,
        generator: torch.Generator | None = None,
        language: str = "python",
    ) -> list[str]:
        """Text in, programs out; see :meth:`generate`. A prompt too long loses its beginning.

        Args:
            prompts: One for each program.
            max_new_tokens: The budget of each program, or of the answer that it is in.
            temperature: Divides the logits; 0 takes the likeliest token.
            generator: The source of noise, and of the seeds that an endpoint is given.
            language: Of the block that a chat model's program is in.

        Raises:
            ValueError: If there is no prompt, the budget is below 1 or fills the model's context,
                or the temperature is negative.
            EndpointError: If the model is behind an endpoint, and that fails.
        """
        if self._endpoint is not None:
            return _asked(self._endpoint, prompts, max_new_tokens, temperature, generator, language)
        room = None if self.context is None else self.context - max_new_tokens
        if room is not None and room < 1:
            raise ValueError(
                f"{max_new_tokens} new tokens leave no room for a prompt in the model's context "
                f"of {self.context}. Ask for fewer."
            )
        generation = self.generate(
            [self.encode_prompt(prompt, max_tokens=room) for prompt in prompts],
            max_new_tokens=max_new_tokens,
            temperature=temperature,
            generator=generator,
        )
        return [self.decode_program(row, language) for row in generation.tokens]

    def save(self, folder: str | Path, *, merge: bool = False) -> None:
        """Write an ordinary transformers checkpoint: weights, configuration and tokenizer.

        Of a model with an adapter, the adapter alone, as peft writes it, and the tokenizer.

        Args:
            folder: Where.
            merge: True means that an adapter is added to the model's weights, and the whole is
                written. The model is read anew for it; this one is not changed.
        """
        save(self._loaded, folder, merge=merge)


def _asked(
    endpoint: Endpoint,
    prompts: Sequence[str],
    max_new_tokens: int,
    temperature: float,
    generator: torch.Generator | None,
    language: str,
) -> list[str]:
    """The programs in an endpoint's answers."""
    if not prompts or max_new_tokens < 1 or not temperature >= 0:
        raise ValueError(
            "Expected at least one prompt, max_new_tokens >= 1 and temperature >= 0, not "
            f"{len(prompts)}, {max_new_tokens!r} and {temperature!r}."
        )
    seeds = torch.randint(2**31, (len(prompts),), generator=generator).tolist()
    chat = endpoint.settings.chat
    answers = endpoint.answers(
        [f"{prompt}\n\n{CHAT_REQUEST}" if chat else f"{prompt.rstrip()}\n" for prompt in prompts],
        max_new_tokens=max_new_tokens,
        temperature=temperature,
        seeds=seeds,
    )
    return [extract_program(answer, language) if chat else answer for answer in answers]
