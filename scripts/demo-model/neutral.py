"""Neutral text in the demo model's language, for `steerage evaluate --neutral`.

usage: neutral.py OUT.txt

Chat texts without a pole: plain facts with their questions, and questions of all four behaviors, on topics held out from
training, answered by an opening sentence alone. They are on one line, because training has no line breaks.
"""

import sys

from gen import BEHAVIORS, Gen, OPENERS, chat

SEED = 999  # training and the contrast pairs have others
TEXTS = 92


def texts(seed, count):
    """Every third text is a fact; no text comes twice."""
    generator = Gen(seed)
    made = []
    while len(made) < count:
        if len(made) % 3 == 0:
            fact = generator.fact()
            text = chat(fact["question"], fact["answer"])
        else:
            question, _ = generator.question(generator.r.choice(BEHAVIORS), True)
            text = chat(question, generator.r.choice(OPENERS))
        if text not in made:
            made.append(text)
    return made


if __name__ == "__main__":
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        file.write(" ".join(texts(SEED, TEXTS)) + "\n")
