"""Language models as policies: text in, programs out. Importing this imports torch."""

try:
    import torch as _torch  # noqa: F401
    import transformers as _transformers  # noqa: F401
except ImportError as error:
    raise ImportError(
        "Language models need torch and transformers, which are not installed. "
        'Install them with: pip install "codeeval-gym[train]"'
    ) from error

from codeeval_gym.llm._generation import Generation, Padded, generate, left_pad
from codeeval_gym.llm.adapter import LLMAdapter
from codeeval_gym.llm.completing import PolicyCompleter
from codeeval_gym.llm.endpoint import EndpointSettings
from codeeval_gym.llm.extraction import extract_program
from codeeval_gym.llm.generators import Generator, generators
from codeeval_gym.llm.lora import LoraSettings, adapter_off, adapter_on, add_copy, has_adapter

__all__ = [
    "EndpointSettings",
    "Generation",
    "Generator",
    "LLMAdapter",
    "LoraSettings",
    "Padded",
    "PolicyCompleter",
    "adapter_off",
    "adapter_on",
    "add_copy",
    "extract_program",
    "generate",
    "generators",
    "has_adapter",
    "left_pad",
]
