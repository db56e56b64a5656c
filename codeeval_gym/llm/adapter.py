"""A causal language model of transformers as a policy over programs."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch

from codeeval_gym.llm._generation import Generation, generate
from codeeval_gym.llm._loading import load, save
from codeeval_gym.llm.extraction import extract_program
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
            saved, or a hub id.
        device: Where the model goes; ``"auto"`` means a GPU if there is one.
        dtype: Of the weights; ``None`` means float32, which training of all weights needs. An
            adapter is float32 in any case.
        lora: Trains an adapter of this shape instead of the model; ``None`` means all weights, or
            the adapter that was saved.

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
    ) -> None:
        self.source = str(source)
        self._loaded = load(self.source, dtype)
        self.model, self.tokenizer = self._loaded.model, self._loaded.tokenizer
        if lora is not None:
            handle = add_adapter(self.model, lora, self._loaded.base)
            self._loaded = self._loaded._replace(adapter=handle)
        if device == "auto":
            device = "cuda" if torch.cuda.is_available() else "cpu"
        self.model.to(device)

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
        """The most tokens, prompt and program together, the model reads; ``None`` if unbounded."""
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
    ) -> Generation:
        """Sample a continuation of every prompt until its EOS or the end of the budget.

        Args:
            prompts: From :meth:`encode_prompt`, unpadded.
            max_new_tokens: The budget of each row, at least 1.
            temperature: Divides the logits; 0 takes the likeliest token.
            generator: The source of noise: the same seed gives the same programs. ``None`` means
                torch's global one.

        Returns:
            Tokens of shape ``(batch, max_new_tokens)`` with lengths and log probabilities.

        Raises:
            ValueError: If a prompt is empty, the budget is below 1, the temperature is negative,
                or prompt and budget do not fit into the model's context.
        """
        longest = max((len(prompt) for prompt in prompts), default=0)
        if self.context is not None and longest + max_new_tokens > self.context:
            raise ValueError(
                f"A prompt of {longest} tokens and {max_new_tokens} new ones do not fit into the "
                f"model's context of {self.context}. Ask for fewer, or shorten the prompt with "
                "encode_prompt(..., max_tokens=...)."
            )
        return generate(
            self.model,
            prompts,
            max_new_tokens=max_new_tokens,
            eos_id=self.eos_id,
            pad_id=self.pad_id,
            temperature=temperature,
            generator=generator,
        )

    def complete(
        self,
        prompts: Sequence[str],
        *,
        max_new_tokens: int = 128,
        temperature: float = 1.0,
        generator: torch.Generator | None = None,
    ) -> list[str]:
        """Text in, programs out; see :meth:`generate`. A prompt too long loses its beginning.

        Raises:
            ValueError: If there is no prompt, the budget is below 1 or fills the model's context,
                or the temperature is negative.
        """
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
        return [self.decode_program(row) for row in generation.tokens]

    def save(self, folder: str | Path, *, merge: bool = False) -> None:
        """Write an ordinary transformers checkpoint: weights, configuration and tokenizer.

        Of a model with an adapter, the adapter alone, as peft writes it, and the tokenizer.

        Args:
            folder: Where.
            merge: True means that an adapter is added to the model's weights, and the whole is
                written. The model is read anew for it; this one is not changed.
        """
        save(self._loaded, folder, merge=merge)
