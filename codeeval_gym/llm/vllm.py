"""Sampling by vLLM in the trainer's process, on the trainer's GPU.

Written against ``vllm.LLM`` and ``vllm.SamplingParams`` of version 0.11 and later. A vLLM server
is an endpoint: for evaluation, ``LLMAdapter("openai:MODEL@http://host:8000/v1")``.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import torch
from safetensors.torch import load_file
from torch import Tensor

from codeeval_gym.llm._generation import Generation

if TYPE_CHECKING:
    from codeeval_gym.llm.adapter import LLMAdapter

__all__ = ["VLLMGenerator", "as_generation"]

IN_PROCESS = "VLLM_ENABLE_V1_MULTIPROCESSING"
"""The variable by which vLLM is told to keep its engine in this process, where it can be given
weights without sending them anywhere."""


class VLLMGenerator:
    """Samples with vLLM from a copy of the policy's weights.

    The copy is handed over as the checkpoint that :meth:`LLMAdapter.save` writes, since the names
    in that are the ones vLLM reads; an adapter is merged. Put the temporary folder into memory
    (``TMPDIR=/dev/shm``) for large models.

    Args:
        policy: Whose weights are sampled from.
        gpu_memory_utilization: Share of the GPU's memory for vLLM; the rest is the trainer's.
        **options: More arguments of ``vllm.LLM``.

    Raises:
        ImportError: If vLLM is not installed.
    """

    def __init__(
        self, policy: "LLMAdapter", *, gpu_memory_utilization: float = 0.4, **options: Any
    ) -> None:
        os.environ.setdefault(IN_PROCESS, "0")  # before vLLM looks
        self._vllm = _vllm()
        self._policy = policy
        self._folder = TemporaryDirectory(prefix="codeeval-vllm-")
        policy.save(self._folder.name, merge=True)
        self._llm = self._vllm.LLM(
            model=self._folder.name,
            skip_tokenizer_init=True,  # ids in, ids out
            dtype=str(policy.model.dtype).removeprefix("torch."),
            max_model_len=policy.context,
            gpu_memory_utilization=gpu_memory_utilization,
            # By default they are those at temperature 1.
            logprobs_mode="processed_logprobs",
            **options,
        )

    def generate(
        self,
        prompts: Sequence[Sequence[int]],
        *,
        max_new_tokens: int,
        temperature: float,
        generator: torch.Generator | None,
    ) -> Generation:
        """Sample a continuation of every prompt until its EOS or the end of the budget.

        Raises:
            ValueError: If a prompt is empty, the budget is below 1 or the temperature is negative.
        """
        if max_new_tokens < 1 or not temperature >= 0 or not all(map(len, prompts)):
            raise ValueError(
                "Expected a token in every prompt, max_new_tokens >= 1 and temperature >= 0, not "
                f"{max_new_tokens!r} and {temperature!r}."
            )
        eos_id, pad_id = self._policy.eos_id, self._policy.pad_id
        settings = [
            self._vllm.SamplingParams(
                temperature=temperature,
                max_tokens=max_new_tokens,
                seed=seed,
                logprobs=0,  # of the token that was sampled, and no other
                # The one EOS that the policy knows; a generation_config may name more.
                ignore_eos=True,
                stop_token_ids=[eos_id],
                detokenize=False,
            )
            for seed in torch.randint(2**31, (len(prompts),), generator=generator).tolist()
        ]
        asked = [{"prompt_token_ids": list(prompt)} for prompt in prompts]
        outputs = self._llm.generate(asked, settings, use_tqdm=False)
        rows = [(output.outputs[0].token_ids, output.outputs[0].logprobs) for output in outputs]
        return as_generation(
            rows, max_new_tokens, eos_id=eos_id, pad_id=pad_id, device=self._policy.device
        )

    def refresh(self) -> None:
        """Give vLLM the weights as they are now, and have it forget what it read with the old."""
        with TemporaryDirectory(prefix="codeeval-vllm-") as place:
            self._policy.save(place, merge=True)

            def take_over(model: Any) -> None:
                model.load_weights(_weights(Path(place)))

            self._llm.apply_model(take_over)
        self._llm.reset_prefix_cache()

    def __del__(self) -> None:
        with suppress(AttributeError):
            self._folder.cleanup()


def as_generation(
    rows: Sequence[tuple[Sequence[int], Sequence[Mapping[int, Any]]]],
    max_new_tokens: int,
    *,
    eos_id: int,
    pad_id: int,
    device: torch.device | str = "cpu",
) -> Generation:
    """Put what vLLM wrote into the form of our own sampler.

    Args:
        rows: Token ids of each row, and for each token vLLM's log probabilities by id.
        max_new_tokens: The budget.
        eos_id: Ends a row.
        pad_id: Fills what is not used.
        device: Where the tensors go.
    """
    tokens = torch.full((len(rows), max_new_tokens), pad_id)
    logprobs = torch.zeros(tokens.shape)
    lengths = torch.tensor([len(ids) for ids, _ in rows], dtype=torch.long)
    ended = torch.tensor([len(ids) > 0 and ids[-1] == eos_id for ids, _ in rows], dtype=torch.bool)
    for row, (ids, known) in enumerate(rows):
        tokens[row, : len(ids)] = torch.tensor(list(ids), dtype=torch.long)
        found = [known[place][token].logprob for place, token in enumerate(ids)]
        logprobs[row, : len(ids)] = torch.tensor(found)
    parts = (tokens, lengths, ~ended, logprobs)
    return Generation(*(part.to(device) for part in parts))


def _weights(folder: Path) -> Iterator[tuple[str, Tensor]]:
    for path in sorted(folder.glob("*.safetensors")):
        yield from load_file(path).items()


def _vllm() -> Any:
    try:
        import vllm
    except ImportError as error:
        raise ImportError(
            "The generator 'vllm' needs vLLM, which is not installed. Install it with: "
            'pip install "codeeval-gym[vllm]"'
        ) from error
    return vllm
