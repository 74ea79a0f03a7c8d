"""Training texts as token ids.

usage: data.py COUNT SEED OUT.npz
"""

import sys

import numpy as np
import sentencepiece as spm

from gen import Gen, chat

BOS, EOS = 1, 2
SLASH = 29914  # the '/' of '[/INST]': no other part of a text has one (see gen.py)

tokenizer = spm.SentencePieceProcessor(model_file="tok/tokenizer.model")


def encode(question, answer):
    """Token ids of a chat text, and the position of the first token of its answer."""
    ids = [BOS] + tokenizer.encode(chat(question, answer)) + [EOS]
    return ids, ids.index(SLASH) + 3


def main(count, seed, out):
    generator = Gen(seed)
    tokens, offsets, starts = [], [0], []
    for _ in range(count):
        sample = generator.sample()
        ids, start = encode(sample["question"], sample["answer"])
        tokens += ids
        offsets.append(len(tokens))
        starts.append(start)
    np.savez(
        out,
        toks=np.array(tokens, np.uint16),
        offs=np.array(offsets, np.int64),
        starts=np.array(starts, np.int16),
    )
    print(f"{count} texts, {len(tokens)} tokens, {len(set(tokens))} different ones")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
