"""Llama 2's tokenizer as a SentencePiece model and as a Hugging Face folder, from the vocabulary of a GGUF file.

usage: tok.py [VOCABULARY.gguf]    writes tok/tokenizer.model

The bundled demo model carries the vocabulary; llama.cpp's models/ggml-vocab-llama-spm.gguf is the same.
"""

import json
import os
import sys

from gguf import GGUFReader
from sentencepiece import sentencepiece_model_pb2
from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, processors

BUNDLED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../models/steerage-demo-f16.gguf")
FIRST_WORD = 259  # before it stand <unk>, <s>, </s> and the 256 bytes


def vocab(path=BUNDLED):
    """Pieces, scores and types, by token id."""
    fields = GGUFReader(path).fields
    return tuple(fields[f"tokenizer.ggml.{name}"].contents() for name in ("tokens", "scores", "token_type"))


def build(out, path=BUNDLED):
    """Writes tokenizer.model."""
    model = sentencepiece_model_pb2.ModelProto()
    pieces = list(zip(*vocab(path)))
    for text, score, kind in pieces:
        piece = model.pieces.add()
        piece.piece = text
        piece.score = score
        piece.type = kind
    trainer = model.trainer_spec
    trainer.model_type = 2
    trainer.vocab_size = len(pieces)
    trainer.byte_fallback = True
    trainer.unk_id, trainer.bos_id, trainer.eos_id, trainer.pad_id = 0, 1, 2, -1
    trainer.unk_piece, trainer.bos_piece, trainer.eos_piece = "<unk>", "<s>", "</s>"
    trainer.split_digits = True
    trainer.allow_whitespace_only_pieces = True
    normalizer = model.normalizer_spec
    normalizer.name = "identity"
    normalizer.add_dummy_prefix = True
    normalizer.remove_extra_whitespaces = False
    normalizer.escape_whitespaces = True
    os.makedirs(out, exist_ok=True)
    with open(f"{out}/tokenizer.model", "wb") as file:
        file.write(model.SerializeToString())


def merges_by_score(pieces, scores):
    """All ways to make a piece of two others, best score first.

    transformers 5.18 ranks merges by id when it converts tokenizer.model itself, which puts the runs of blanks (score
    -1e9 but low ids) first and splits double blanks differently.
    """
    ids = {piece: i for i, piece in enumerate(pieces)}
    score = dict(zip(pieces, scores))
    merges = []
    for piece in pieces[FIRST_WORD:]:
        for k in range(1, len(piece)):
            left, right = piece[:k], piece[k:]
            if left in ids and right in ids:
                merges.append((-score[piece], ids[left], ids[right], left, right))
    merges.sort(key=lambda merge: merge[:3])
    return ids, [merge[3:] for merge in merges]


def build_hf(out, path=BUNDLED):
    """Writes tokenizer.json and tokenizer_config.json."""
    pieces, scores, _ = vocab(path)
    ids, merges = merges_by_score(pieces, scores)
    tokenizer = Tokenizer(models.BPE(vocab=ids, merges=merges, unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("\u2581"), normalizers.Replace(" ", "\u2581")])
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace("\u2581", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A", pair="<s> $A <s>:1 $B:1", special_tokens=[("<s>", 1)]
    )
    tokenizer.add_special_tokens(
        [AddedToken(text, normalized=False, special=True) for text in ("<unk>", "<s>", "</s>")]
    )
    os.makedirs(out, exist_ok=True)
    tokenizer.save(f"{out}/tokenizer.json")
    config = dict(
        tokenizer_class="PreTrainedTokenizerFast",
        bos_token="<s>",
        eos_token="</s>",
        unk_token="<unk>",
        clean_up_tokenization_spaces=False,
        model_max_length=512,
    )
    with open(f"{out}/tokenizer_config.json", "w", encoding="utf-8") as file:
        json.dump(config, file, indent=1)


if __name__ == "__main__":
    build("tok", *sys.argv[1:2])
