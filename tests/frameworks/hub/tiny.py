"""Tiny models of the transformers library, made from their configurations: nothing is downloaded."""

from __future__ import annotations

from typing import Any

import torch
import transformers
from tokenizers import Tokenizer, models, pre_tokenizers

WORDS = [
    "the",
    "cat",
    "dog",
    "sat",
    "on",
    "mat",
    "is",
    "red",
    "blue",
    "sky",
    "who",
    "what",
    "user",
    "assistant",
    "hello",
]
SPECIAL = {"pad_token": "[PAD]", "unk_token": "[UNK]", "mask_token": "[MASK]", "cls_token": "[CLS]",
           "sep_token": "[SEP]", "eos_token": "[EOS]", "bos_token": "[BOS]"}  # fmt: skip
SIZE = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}


def tokenizer() -> Any:
    vocabulary = {word: at for at, word in enumerate([*SPECIAL.values(), *WORDS])}
    fast = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    fast.pre_tokenizer = pre_tokenizers.Whitespace()
    return transformers.PreTrainedTokenizerFast(tokenizer_object=fast, model_max_length=64, **SPECIAL)


def bert(head: str, **config: Any) -> Any:
    """A BERT with a head: ``SequenceClassification``, ``MaskedLM``, …; the same weights each time."""
    torch.manual_seed(0)
    settings = transformers.BertConfig(vocab_size=len(tokenizer()), max_position_embeddings=64, **SIZE, **config)
    return getattr(transformers, f"Bert{head}")(settings).eval()


def gpt() -> Any:
    torch.manual_seed(3)  # one that speaks words
    size = len(tokenizer())
    config = transformers.GPT2Config(
        vocab_size=size, n_positions=64, n_embd=16, n_layer=1, n_head=2, bos_token_id=6, eos_token_id=5, pad_token_id=0
    )
    return transformers.GPT2LMHeadModel(config).eval()


def t5() -> Any:
    torch.manual_seed(0)
    config = transformers.T5Config(
        vocab_size=len(tokenizer()), d_model=16, d_kv=8, d_ff=16, num_layers=1, num_heads=2,
        decoder_start_token_id=0, eos_token_id=5, pad_token_id=0,
    )  # fmt: skip
    return transformers.T5ForConditionalGeneration(config).eval()


def vit() -> Any:
    torch.manual_seed(0)
    return transformers.ViTForImageClassification(
        transformers.ViTConfig(image_size=16, patch_size=8, num_labels=3, **SIZE)
    ).eval()


def wav2vec() -> Any:
    torch.manual_seed(0)
    config = transformers.Wav2Vec2Config(
        vocab_size=len(tokenizer()), conv_dim=(8, 8), conv_stride=(5, 4), conv_kernel=(10, 4),
        num_feat_extract_layers=2,
        num_conv_pos_embeddings=4, num_conv_pos_embedding_groups=2, **SIZE,
    )  # fmt: skip
    return transformers.Wav2Vec2ForCTC(config).eval()


def pipeline(task: str) -> Any:
    """A pipeline of a task."""
    make = {
        "text-classification": lambda: bert("ForSequenceClassification", num_labels=2),
        "fill-mask": lambda: bert("ForMaskedLM"),
        "token-classification": lambda: bert("ForTokenClassification", num_labels=3),
        "feature-extraction": lambda: bert("Model"),
        "question-answering": lambda: bert("ForQuestionAnswering"),
        "zero-shot-classification": lambda: bert(
            "ForSequenceClassification",
            id2label={0: "contradiction", 1: "entailment"},
            label2id={"contradiction": 0, "entailment": 1},
        ),
        "text-generation": gpt,
        "summarization": t5,
        "translation_en_to_de": t5,
        "text2text-generation": t5,
    }
    if task == "image-classification":
        processor = transformers.ViTImageProcessor(size={"height": 16, "width": 16})
        return transformers.pipeline(task, model=vit(), image_processor=processor)
    if task == "automatic-speech-recognition":
        return transformers.pipeline(
            task, model=wav2vec(), tokenizer=tokenizer(), feature_extractor=transformers.Wav2Vec2FeatureExtractor()
        )
    return transformers.pipeline(task, model=make[task](), tokenizer=tokenizer())
