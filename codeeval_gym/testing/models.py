"""Random language models of many families, a few thousand weights each.

What a trainer or a sampler relies on differs between families: whether positions are counted,
whether attention slides, what happens to the logits after the output embedding. A model of each,
made in milliseconds, shows whether it still holds.
"""

from typing import Any

__all__ = ["EOS", "FAMILIES", "PAD", "random_model"]

PAD, EOS = 0, 1

_WIDTHS: dict[str, Any] = {
    "hidden_size": 32,
    "intermediate_size": 64,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 8,
}
_EXPERTS: dict[str, Any] = {"num_experts_per_tok": 2, "moe_intermediate_size": 32}
_WINDOW: dict[str, Any] = {
    "sliding_window": 8,
    "layer_types": ["sliding_attention", "full_attention"],
}
FAMILIES: dict[str, dict[str, Any]] = {
    "llama": {},
    "mistral": {"sliding_window": 8},
    "qwen2": {"tie_word_embeddings": True},
    "qwen3": {"tie_word_embeddings": True},
    "gpt2": {"n_embd": 32, "n_layer": 2, "n_head": 2, "n_positions": 96},
    "gemma": {},
    "gemma2": {**_WINDOW, "query_pre_attn_scalar": 8, "final_logit_softcapping": 2.0},
    "gemma3_text": {**_WINDOW, "query_pre_attn_scalar": 8},
    "mixtral": {"num_local_experts": 4, "num_experts_per_tok": 2},
    "qwen2_moe": {**_EXPERTS, "num_experts": 4, "shared_expert_intermediate_size": 32},
    "qwen3_moe": {**_EXPERTS, "num_experts": 4},
    "granite": {"logits_scaling": 0.5, "embedding_multiplier": 3.0},
    "cohere": {"logit_scale": 3.0},
    "phi3": {},
    "starcoder2": {},
    "gpt_neox": {},
    "opt": {"ffn_dim": 64, "word_embed_proj_dim": 32},
    "bloom": {"n_layer": 2, "n_head": 4},
}
"""What makes a family's model small, and its peculiarities large enough to be seen."""


def random_model(family: str, *, vocab_size: int = 32, **changes: Any) -> Any:
    """Make a model of random weights, the same ones each time.

    Args:
        family: A name in :data:`FAMILIES`, as in a configuration's ``model_type``.
        vocab_size: Its tokens.
        **changes: Of its configuration.

    Returns:
        A causal language model of transformers, in evaluation mode.
    """
    import torch
    from transformers import AutoConfig, AutoModelForCausalLM

    ids = {"pad_token_id": PAD, "eos_token_id": EOS, "bos_token_id": EOS, "vocab_size": vocab_size}
    # Wide initial weights, so that the distributions are far from uniform.
    shape = {} if family == "gpt2" else {**_WIDTHS, "max_position_embeddings": 96}
    settings = {**shape, **ids, "initializer_range": 0.2, **FAMILIES[family], **changes}
    torch.manual_seed(0)
    return AutoModelForCausalLM.from_config(AutoConfig.for_model(family, **settings)).eval()
