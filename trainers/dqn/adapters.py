"""Three models in one: the reference, and two adapters on it that learn and follow.

The language model itself is frozen and is the reference. Two adapters of a few per cent of its
weights lie on it: the online one learns, the target one follows. With none of them switched on the
model is, bit for bit, what it was. So there is one trunk in memory, not three.

An adapter is low-rank updates of the linear layers (Hu et al. 2021, "LoRA") and gains of its own
for every norm.
"""

import copy
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn

from codeeval_gym.errors import ConfigError

__all__ = ["ONLINE", "TARGET", "Adapted"]

ONLINE, TARGET = "online", "target"


class Adapted(nn.Module):
    """A causal language model with two adapters; the online one is switched on.

    Args:
        model: Of transformers. The adapters are put into it, and it is frozen.
        rank: Of the low-rank updates.
        seed: Of the random half of the online adapter. The other half is 0, and so is its effect.

    Raises:
        ImportError: If ``peft`` is not installed.
        ConfigError: If the model has adapters already.
    """

    def __init__(self, model: Any, rank: int, seed: int) -> None:
        super().__init__()
        peft = _peft()
        if hasattr(model, "peft_config"):
            raise ConfigError("The model has adapters already. Merge them into it first.")
        norms = sorted(_norm_names(model))
        settings = peft.LoraConfig(
            r=rank,
            lora_alpha=rank,
            target_modules="all-linear",
            modules_to_save=norms or None,
            task_type="CAUSAL_LM",
        )
        with torch.random.fork_rng(), warnings.catch_warnings():
            # peft asks for an attribute that transformers has renamed.
            warnings.simplefilter("ignore", FutureWarning)
            torch.manual_seed(seed)
            self.peft = peft.get_peft_model(model, settings, adapter_name=ONLINE)
            self.peft.add_adapter(TARGET, settings)
        self.model = model
        self.model.eval()
        for one, other in self.pairs():
            other.data.copy_(one.data)
        self.peft.set_adapter(ONLINE)

    @contextmanager
    def switched(self, adapter: str | None) -> Iterator[Any]:
        """The model with this adapter on, or with none: the reference. No gradients inside."""
        with torch.no_grad():
            if adapter is None:
                with self.peft.disable_adapter():
                    yield self.model
                return
            self.peft.set_adapter(adapter)
            try:
                yield self.model
            finally:
                self.peft.set_adapter(ONLINE)

    def online(self) -> dict[str, nn.Parameter]:
        """What learns, by name."""
        return {
            name: parameter
            for name, parameter in self.peft.named_parameters()
            if f".{ONLINE}." in name
        }

    def pairs(self) -> list[tuple[nn.Parameter, nn.Parameter]]:
        """Each parameter that learns, and the target's that follows it."""
        everything = dict(self.peft.named_parameters())
        return [
            (parameter, everything[name.replace(f".{ONLINE}.", f".{TARGET}.")])
            for name, parameter in self.online().items()
        ]

    def state(self) -> dict[str, Tensor]:
        """The weights of both adapters by name."""
        everything = self.peft.state_dict()
        return {name: everything[name].contiguous() for name in self._names(everything)}

    def set_state(self, state: Mapping[str, Tensor]) -> None:
        """Take back what :meth:`state` gave.

        Raises:
            ConfigError: If it is of other adapters.
        """
        everything = self.peft.state_dict()
        if set(state) != set(self._names(everything)):
            raise ConfigError("The adapters of the checkpoint are not those of this model.")
        for name, tensor in state.items():
            everything[name].copy_(tensor)

    @staticmethod
    def _names(everything: Mapping[str, Tensor]) -> list[str]:
        return [name for name in everything if f".{ONLINE}." in name or f".{TARGET}." in name]

    def merged(self) -> Any:
        """A copy of the model as the online adapter makes it, without any adapter in it."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            return copy.deepcopy(self.peft).merge_and_unload(adapter_names=[ONLINE])

    def plain(self) -> Any:
        """A copy of the reference, without any adapter in it."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", FutureWarning)
            copied = copy.deepcopy(self.peft)
            for module in copied.modules():
                if isinstance(module, _peft().utils.ModulesToSaveWrapper):
                    # peft would leave the gains of the adapter.
                    original = module.original_module.state_dict()
                    module.modules_to_save[ONLINE].load_state_dict(original)
            return copied.unload()


def _peft() -> Any:
    try:
        import peft
    except ImportError as error:
        raise ImportError(
            "DQN needs peft, which is not installed. Install it with: "
            'pip install "codeeval-gym[train]"'
        ) from error
    return peft


def _norm_names(model: Any) -> set[str]:
    """Last parts of the names of modules whose weights are vectors: norms, of whatever kind."""
    return {
        name.rpartition(".")[2]
        for name, module in model.named_modules()
        if "norm" in type(module).__name__.lower() and next(module.parameters(), None) is not None
    }
