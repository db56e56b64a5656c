"""Ranked proposals of a language model, for the environment that takes one of them per step."""

import functools
from collections.abc import Sequence

import numpy as np
import torch

from codeeval_gym.envs.proposals import Draft, Proposal
from codeeval_gym.errors import UnknownNameError
from codeeval_gym.llm._beams import Beam, Reader, Text
from codeeval_gym.llm.adapter import LLMAdapter

__all__ = ["LMProposals"]

_STRIDES = ("line", "token")
_FIGURES = 2  # of a proposal, beside the hidden state


class LMProposals:
    """The continuations that a causal language model finds likeliest, by beam search.

    A piece is a line with its line break (and what the tokenizer joins to that, such as the next
    line's indentation) or a single token. The end of the program is a piece of its own or ends a
    line. Characters that take the tokenizer several tokens are not proposed.

    Where fewer than ``k`` are at least ``ratio`` times as likely as the likeliest, they are
    repeated: where the model is sure, every rank is the same.

    The features of a proposal are the mean and the lowest log probability of its tokens, both
    divided by 10, and, with ``hidden``, the model's last hidden state where it chose the last of
    them.

    A step reads the piece that was taken and nothing before it.

    Args:
        source: What :class:`LLMAdapter` takes, or an adapter.
        stride: ``"line"`` or ``"token"``: what one piece is.
        max_tokens: The longest line, in tokens; a longer one is cut and goes on as the next piece.
        ratio: The least probability of a proposal, as a share of the likeliest one's; 0 for none.
        hidden: Whether the hidden state is among the features.
        device: Where the model goes; ``"auto"`` means a GPU if there is one.

    Raises:
        UnknownNameError: If there is no such stride or built-in model; suggests the nearest.
        ConfigError: If ``source`` holds no model, or one with sliding windows or recurrent states.
        ValueError: If ``max_tokens`` is below 1, or ``ratio`` not from 0 to 1.
    """

    def __init__(
        self,
        source: str | LLMAdapter = "builtin:tiny",
        *,
        stride: str = "line",
        max_tokens: int = 48,
        ratio: float = 0.001,
        hidden: bool = True,
        device: str = "auto",
    ) -> None:
        if stride not in _STRIDES:
            raise UnknownNameError("stride", stride, _STRIDES)
        if max_tokens < 1:
            raise ValueError(f"A line has at least 1 token, not {max_tokens!r}.")
        if not 0 <= ratio <= 1:
            raise ValueError(f"ratio must be from 0 to 1, not {ratio!r}.")
        self.adapter = source if isinstance(source, LLMAdapter) else _loaded(source, device)
        self.max_tokens = max_tokens if stride == "line" else 1
        self.ratio = ratio
        self.hidden = hidden
        self.width = _FIGURES + (int(self.adapter.model.config.hidden_size) if hidden else 0)
        self._reader = Reader(self.adapter.model, *self._vocabulary(stride))

    def propose(self, drafts: Sequence[Draft], k: int) -> list[list[Proposal]]:
        """As :meth:`~codeeval_gym.envs.proposals.Proposer.propose`."""
        texts = [self._text(draft) for draft in drafts]
        rooms = [self._room(text) for text in texts]
        open_ones = [place for place, room in enumerate(rooms) if room > 0]
        found: list[list[Proposal]] = [[self._end()] * k for _ in drafts]
        if open_ones:
            read = [texts[place] for place in open_ones]
            room = [rooms[place] for place in open_ones]
            beams = self._reader.likeliest(read, k, room, self.ratio)
            for place, each in zip(open_ones, beams, strict=True):
                before = _last_token(drafts[place])
                proposals = [self._proposal(beam, before) for beam in each]
                found[place] = (proposals * k)[:k]
        return found

    def _text(self, draft: Draft) -> Text:
        """What the model has read of a draft and what it has still to read."""
        if draft.state is None:
            prompt = self.adapter.prompt_from_observation(draft.observation)
            context = self.adapter.context
            most = None if context is None else context // 2
            draft.state = (Text(self.adapter.encode_prompt(prompt, max_tokens=most)), 0)
        text: Text = draft.state[0]
        for piece in draft.pieces[draft.state[1] :]:
            text.unread += piece.tokens or self.adapter.encode_program(piece.text)[:-1]
        draft.state = (text, len(draft.pieces))
        return text

    def _room(self, text: Text) -> int:
        """Tokens that the next piece may have."""
        context = self.adapter.context
        left = self.max_tokens if context is None else context - text.length - len(text.unread)
        return min(self.max_tokens, left)

    def _proposal(self, beam: Beam, before: list[int]) -> Proposal:
        last = beam.tokens[-1] == self.adapter.eos_id
        tokens = beam.tokens[:-1] if last else beam.tokens
        features = np.array([beam.logprob / len(beam.tokens) / 10, beam.worst / 10], np.float32)
        if self.hidden and beam.hidden is not None:
            features = np.concatenate([features, beam.hidden.cpu().numpy()])
        return Proposal(self._decode(before, tokens), beam.logprob, last, beam.tokens, features)

    def _decode(self, before: list[int], tokens: Sequence[int]) -> str:
        """The text that tokens add; some tokenizers drop a space where a text begins."""
        decode = functools.partial(
            self.adapter.tokenizer.decode,
            skip_special_tokens=True,
            clean_up_tokenization_spaces=False,
        )
        whole: str = decode([*before, *tokens])
        return whole[len(decode(before)) :]

    def _end(self) -> Proposal:
        """What is left where the model's context is full."""
        return Proposal("", 0.0, last=True)

    def _vocabulary(self, stride: str) -> tuple[torch.Tensor, torch.Tensor]:
        """Which tokens end a piece, and which are never written."""
        tokenizer, eos = self.adapter.tokenizer, self.adapter.eos_id
        size = int(self.adapter.model.config.vocab_size)
        texts = [tokenizer.decode([token]) for token in range(min(size, len(tokenizer)))]
        stops, banned = torch.zeros(size, dtype=torch.bool), torch.ones(size, dtype=torch.bool)
        special = set(tokenizer.all_special_ids)
        for token, text in enumerate(texts):
            stops[token] = stride == "token" or "\n" in text
            banned[token] = token in special or "\N{REPLACEMENT CHARACTER}" in text
        stops[eos], banned[eos] = True, False
        return stops, banned


@functools.lru_cache(maxsize=2)
def _loaded(source: str, device: str) -> LLMAdapter:
    """Environments of one process share a model; nothing here changes it."""
    return LLMAdapter(source, device=device)


def _last_token(draft: Draft) -> list[int]:
    return list(draft.pieces[-1].tokens[-1:]) if draft.pieces else []
