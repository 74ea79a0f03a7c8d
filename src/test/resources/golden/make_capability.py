"""Golden log-likelihoods of choices, by HF transformers in float32, from the weights of the bundled model.

usage: make_capability.py OUTFILE     in a checkout, with what make_golden.py beside it needs

For the first questions of the shipped set general-knowledge, each choice as text and as letter: number of tokens and sum of
their logprobs, baseline and with the vector of models/demo/vectors/myopia.gguf times 3 added to the output of layer 2. Each
text is encoded and decoded by itself.
"""

import json
import os
import sys

import torch
from gguf import GGUFReader
from make_golden import ROOT, encode, load_model, load_tokenizer, logprobs

SET = os.path.join(ROOT, "src/main/resources/dev/steerage/dataset/capabilities/general-knowledge.jsonl")
VECTOR = os.path.join(ROOT, "models/demo/vectors/myopia.gguf")
QUESTIONS, LAYER, COEFFICIENT = 20, 2, 3.0


def prompt_of(question, answer):
    if answer == "text":
        return question["question"]
    choices = "".join(f"\n{letter}. {choice}" for letter, choice in zip("ABCD", question["choices"]))
    return f"{question['question']}{choices}\nAnswer:"


def main(out):
    model, tokenizer = load_model(), load_tokenizer()
    with open(SET, encoding="utf-8") as file:
        questions = [json.loads(line) for line in file][:QUESTIONS]
    direction = next(t for t in GGUFReader(VECTOR).tensors if t.name == f"direction.{LAYER}")
    added = torch.tensor(direction.data.astype("float32")) * COEFFICIENT
    golden = {"layer": LAYER, "coefficient": COEFFICIENT, "answers": {}}
    for answer in ("text", "letter"):
        texts = []
        for question in questions:
            for letter, choice in zip("ABCD", question["choices"]):
                text = f"[INST] {prompt_of(question, answer)} [/INST] {choice if answer == 'text' else letter}"
                ids, start = encode(tokenizer, text)
                texts.append({"tokens": ids, "continuation_start": start})
        cases = {"baseline": logprobs(model, texts), "steered": logprobs(model, texts, LAYER, added)}
        golden["answers"][answer] = {
            case: [{"n_tokens": len(row), "sum": round(sum(row), 6)} for row in rows] for case, rows in cases.items()
        }
    with open(out, "w", encoding="utf-8") as file:
        json.dump(golden, file)


if __name__ == "__main__":
    main(sys.argv[1])
