"""The likeliest continuations of many texts at once, each up to the next place to stop.

A text that is continued piece by piece is read once: its keys and values stay with it, and a new
piece costs one pass over that piece, however long the text is.

Notation used for shapes:
    batch: number of texts, width: longest of what is new, past: longest of what was read before,
    vocab: vocabulary size, hidden: size of the model's hidden states.
"""

import inspect
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import torch
from torch import Tensor

from codeeval_gym.errors import ConfigError
from codeeval_gym.llm._cache import is_plain, make_cache

__all__ = ["Beam", "Reader", "Text"]


@dataclass
class Text:
    """One text as a model reads it."""

    unread: list[int]
    """Token ids that the model has not read yet."""
    length: int = 0
    """Tokens that it has read."""
    layers: list[tuple[Tensor, Tensor]] = field(default_factory=list)
    """Keys and values of what it has read, each of shape ``(heads, length, head_dim)``, a pair
    for each layer; empty before the first reading."""


@dataclass(frozen=True)
class Beam:
    """One continuation."""

    tokens: tuple[int, ...]
    """Its token ids, at least one."""
    logprob: float
    """The sum of its tokens' log probabilities."""
    worst: float
    """The lowest of them."""
    hidden: Tensor | None = None
    """The model's last hidden state where it chose the last token, shape ``(hidden,)``; ``None``
    while the beam goes on."""


class Reader:
    """A causal language model that reads texts piece by piece.

    Args:
        model: A causal language model of transformers.
        stops: Whether a continuation ends with this token, bool, shape ``(vocab,)``.
        banned: Whether this token is never written, bool, shape ``(vocab,)``.

    Raises:
        ConfigError: If a layer of the model keeps something else than all keys and values.
    """

    def __init__(self, model: Any, stops: Tensor, banned: Tensor) -> None:
        if not is_plain(make_cache(model.config)):
            raise ConfigError(
                "Proposals need a model that keeps the keys and values of all tokens; this one "
                f"({model.config.model_type}) has layers with a sliding window or another state. "
                "Take another model, or switch the window off in its config.json."
            )
        self.model = model
        self.stops = stops.tolist()
        self.banned = banned.to(model.device)
        accepted = inspect.signature(model.forward).parameters
        self.takes_positions = "position_ids" in accepted
        self.options = {"logits_to_keep": 1} if "logits_to_keep" in accepted else {}
        self.cache_name = "cache" if "cache" in accepted else "past_key_values"

    def likeliest(
        self, texts: Sequence[Text], k: int, rooms: Sequence[int], ratio: float = 0.0
    ) -> list[list[Beam]]:
        """Find the likeliest continuations of each text by beam search of width ``k``.

        A continuation ends with the first token that stops, or with its text's room. With a
        ``ratio``, what is less likely than that share of the likeliest is given up on the way
        (relative threshold pruning, Freitag and Al-Onaizan 2017).

        Args:
            texts: At least one, each with a token that was not read yet. They are read.
            k: How many, at least 1.
            rooms: The most tokens of a continuation, at least 1, for each text.
            ratio: From 0, which gives up none, to 1.

        Returns:
            For each text 1 to ``k`` of them, the likeliest first.
        """
        floor = math.log(ratio) if ratio else -math.inf
        searches = [_Search(k, room, floor, self.stops) for room in rooms]
        with torch.inference_mode():
            run = self._read(texts)
            best = self._likeliest_tokens(run.output, k)
            self._keep(texts, run)
            while True:
                going: list[tuple[int, int]] = []
                for search, start in zip(searches, _starts(searches), strict=True):
                    going += search.extend(best, start)
                if not going:
                    return [search.best() for search in searches]
                rows, tokens = torch.tensor(going, device=self.model.device).T
                run = self._next(run, rows, tokens)
                best = self._likeliest_tokens(run.output, k)

    def _read(self, texts: Sequence[Text]) -> "_Run":
        """Read what is unread, padded on the left on both sides of the border."""
        device = self.model.device
        past = max(text.length for text in texts)
        width = max(len(text.unread) for text in texts)
        ids = torch.zeros(len(texts), width, dtype=torch.long)
        mask = torch.zeros(len(texts), past + width, dtype=torch.long)
        positions = torch.zeros(len(texts), width, dtype=torch.long)
        for row, text in enumerate(texts):
            new = len(text.unread)
            ids[row, width - new :] = torch.tensor(text.unread)
            mask[row, past - text.length : past] = 1
            mask[row, past + width - new :] = 1
            positions[row, width - new :] = torch.arange(text.length, text.length + new)
        cache = make_cache(self.model.config)
        if past:
            _fill(cache, texts, past)
        run = _Run(cache, mask.to(device), positions.to(device), past)
        run.output = self._forward(ids.to(device), run)
        return run

    def _next(self, run: "_Run", rows: Tensor, tokens: Tensor) -> "_Run":
        """Go on with these rows, in this order, each by one token."""
        if rows.tolist() != list(range(len(run.mask))):
            run.cache.batch_select_indices(rows)
            run.mask, run.positions = run.mask[rows], run.positions[rows]
        run.mask = torch.cat([run.mask, run.mask.new_ones(len(rows), 1)], dim=1)
        run.positions = run.positions[:, -1:] + 1
        run.output = self._forward(tokens[:, None], run)
        return run

    def _forward(self, ids: Tensor, run: "_Run") -> Any:
        positions = {"position_ids": run.positions} if self.takes_positions else {}
        return self.model(
            input_ids=ids,
            attention_mask=run.mask,
            use_cache=True,
            output_hidden_states=True,
            **{self.cache_name: run.cache},
            **positions,
            **self.options,
        )

    def _likeliest_tokens(self, output: Any, k: int) -> "_Next":
        """What may come next in each row. Of a banned token the log probability is minus infinity.

        More than ``k`` of them: those that end a beam do not go on with it.
        """
        logits = output.logits[:, -1].float().masked_fill(self.banned, -math.inf)
        logprobs, tokens = torch.log_softmax(logits, dim=-1).topk(min(2 * k, len(self.stops)))
        return _Next(logprobs.tolist(), tokens.tolist(), output.hidden_states[-1][:, -1].float())

    def _keep(self, texts: Sequence[Text], run: "_Run") -> None:
        """Leave with each text the keys and values of all that was read of it."""
        width = run.positions.shape[1]
        for row, text in enumerate(texts):
            old = slice(run.past - text.length, run.past)
            new = slice(run.past + width - len(text.unread), run.past + width)
            text.layers = [
                tuple(  # type: ignore[misc]  # two of two
                    torch.cat([part[row, :, old], part[row, :, new]], dim=1)
                    for part in (layer.keys, layer.values)
                )
                for layer in run.cache.layers
            ]
            text.length += len(text.unread)
            text.unread = []


@dataclass
class _Run:
    """A batch that the model is reading."""

    cache: Any
    mask: Tensor
    positions: Tensor
    past: int
    output: Any = None


@dataclass
class _Next:
    """The likeliest next tokens of every row of a batch."""

    logprobs: list[list[float]]
    tokens: list[list[int]]
    hidden: Tensor
    """Last hidden states, shape ``(batch, hidden)``."""


class _Search:
    """The beams of one text."""

    def __init__(self, k: int, room: int, floor: float, stops: Sequence[bool]) -> None:
        self.k = k
        self.room = room
        self.floor = floor
        self.stops = stops
        self.alive = [Beam((), 0.0, 0.0)]
        self.ended: list[Beam] = []

    def extend(self, best: _Next, start: int) -> list[tuple[int, int]]:
        """Lengthen each beam by one token; rows of the batch and their tokens to go on with.

        Args:
            best: What may come next.
            start: The row of the first beam.
        """
        going: list[tuple[Beam, int]] = []
        for beam, row in self._grown(best, start):
            if self.stops[beam.tokens[-1]] or len(beam.tokens) == self.room:
                self.ended.append(replace(beam, hidden=best.hidden[row]))
            elif len(going) < self.k:
                going.append((beam, row))
        self.ended = self.best()
        # A beam only gets less likely.
        full = self.ended[-1].logprob if len(self.ended) == self.k else -math.inf
        least = max(self.ended[0].logprob + self.floor if self.ended else -math.inf, full)
        going = [(beam, row) for beam, row in going if beam.logprob > least]
        self.alive = [beam for beam, _ in going]
        return [(row, beam.tokens[-1]) for beam, row in going]

    def best(self) -> list[Beam]:
        """The likeliest that have ended."""
        ranked = sorted(self.ended, key=lambda beam: -beam.logprob)[: self.k]
        return [beam for beam in ranked if beam.logprob >= ranked[0].logprob + self.floor]

    def _grown(self, best: _Next, start: int) -> list[tuple[Beam, int]]:
        """Every beam with every token that may follow, and the beam's row; the likeliest first."""
        grown = [
            (
                Beam((*beam.tokens, token), beam.logprob + value, min(beam.worst, value)),
                start + place,
            )
            for place, beam in enumerate(self.alive)
            for value, token in zip(
                best.logprobs[start + place], best.tokens[start + place], strict=True
            )
            if value > -math.inf
        ]
        grown.sort(key=lambda item: -item[0].logprob)
        return [item for item in grown if item[0].logprob >= grown[0][0].logprob + self.floor]


def _starts(searches: Sequence[_Search]) -> list[int]:
    """The row at which each search's beams begin."""
    starts = [0]
    for search in searches:
        starts.append(starts[-1] + len(search.alive))
    return starts[:-1]


def _fill(cache: Any, texts: Sequence[Text], past: int) -> None:
    """Put what was read of each text into an empty cache, padded on the left."""
    some = next(text.layers for text in texts if text.length)
    for place, pair in enumerate(some):
        parts = []
        for which, like in enumerate(pair):
            heads, _, size = like.shape
            part = like.new_zeros(len(texts), heads, past, size)
            for row, text in enumerate(texts):
                if text.length:
                    part[row, :, past - text.length :] = text.layers[place][which]
            parts.append(part)
        cache.update(*parts, place)
