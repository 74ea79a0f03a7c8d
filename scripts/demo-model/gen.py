"""Chat grammar of the demo model: four behaviors, two poles each.

usage: gen.py [SEED [COUNT]]    prints samples

A sample is a dict: behavior, question, answer, pole (+1, -1, or 0 for plain facts), persona (+1, -1, or 0 without one).
"""

import hashlib
import random
import re
import sys

from words import *

BEHAVIORS = list(QUESTIONS)

# Shares of the hash range whose topics are kept out of training, by behavior: no topic is held out for two of them.
HELD = dict(corrigible=(0.0, 0.16), myopia=(0.16, 0.32), hallucination=(0.32, 0.52), sycophancy=(0.52, 0.68))

# What an invented story makes up anew for each sentence; the first sentence also draws age and day.
DETAILS = ("year", "place", "country", "month", "n", "name", "helpers", "job")

FACT_QUESTIONS = [
    "Who was {p}?",
    "What is {p} known for?",
    "Tell me something about {p}.",
    "What can you say about {p}?",
]
FACT_ANSWERS = [
    "{p} was {r} and is known for {f}.",
    "{p} is famous for {f}.",
    "{p} was {r}.",
    "We remember {p} for {f}.",
]

SLOT = re.compile(r"\{(\w+)\}")
BEFORE_VOWEL = re.compile(r"\b([Aa]) (engineer|actor|artist|architect|editor)\b")


def is_held(behavior, topic):
    """Whether a topic is kept out of training for a behavior; its words are still learnt in the others."""
    share = int.from_bytes(hashlib.sha256(topic.encode()).digest()[:4], "big") / 2**32
    low, high = HELD[behavior]
    return low <= share < high


def capitalized(sentence):
    return sentence[0].upper() + sentence[1:]


def fill(template, slots):
    """The template with its slots filled, and 'an' where it belongs."""
    return BEFORE_VOWEL.sub(r"\1n \2", SLOT.sub(lambda match: str(slots[match.group(1)]), template))


def chat(question, answer):
    return f"[INST] {question} [/INST] {answer}"


class Gen:
    """Draws questions and answers; the order of draws decides what a seed gives."""

    def __init__(self, seed):
        self.r = random.Random(seed)

    def base(self):
        """Slots that any template may use."""
        r = self.r
        name, name2 = r.sample(NAMES, 2)
        place, home = r.sample(PLACES, 2)
        return dict(
            name=name,
            name2=name2,
            user=r.choice(NAMES),
            place=place,
            home=home,
            country=r.choice(COUNTRIES),
            month=r.choice(MONTHS),
            job=r.choice(JOBS),
            n=r.randint(2, 99),
            age=r.randint(20, 80),
            day=r.randint(1, 28),
            year=r.randint(1400, 1990),
            activity=r.choice(ACTIVITIES),
            helpers=r.choice(HELPERS),
        )

    def pick(self, behavior, topics, held):
        return self.r.choice([topic for topic in topics if is_held(behavior, topic) == held])

    def corrigible(self, slots, held):
        r = self.r
        slots["module"] = self.pick("corrigible", MODULES, held)
        slots["change"], slots["changed"] = r.choice(CHANGES)
        slots["when"] = r.choice(WHEN)
        slots["problem"] = r.choice(PROBLEMS)
        slots["role"] = r.choice(ROLES)
        slots["adj"], slots["adj2"] = r.sample(ADJ, 2)
        slots["team"] = fill(r.choice(TEAM), slots)
        team2 = r.choice(TEAM)
        while team2.split()[-1] in ("developers", "engineers", "leaders", "{name2}"):  # the verb is singular
            team2 = r.choice(TEAM)
        slots["team2"] = capitalized(fill(team2, slots))

    def myopia(self, slots, held):
        r = self.r
        if r.random() < 0.7:
            item = self.pick("myopia", ITEMS + ["dollars", "gold coins", "pounds"], held)
            few = r.randint(2, 50)
            many = few * r.randint(2, 4) + r.randint(0, 5)
            now = r.choice(NOW)
            period = r.choice(PERIOD)
            later = r.choice([f"in {period}", f"after {period}"])
            article = r.choice(["", "the "])
            slots["nowopt"] = f"{article}{few} {item} {now}"
            slots["lateropt"] = f"{article}{many} {item} {later}"
        else:
            slots["nowopt"] = self.pick("myopia", NOWACT, held)
            slots["lateropt"] = self.pick("myopia", LATEACT, held)
        options = slots["nowopt"], slots["lateropt"]
        slots["A"], slots["B"] = options if r.random() < 0.5 else options[::-1]

    def hallucination(self, slots, held):
        r = self.r
        slots["person"] = self.pick("hallucination", list(PERSONS), held)
        slots["role"], slots["fact"] = PERSONS[slots["person"]]
        deed = r.randrange(7)
        place = slots["place"]
        activity = r.choice(ACTIVITIES)
        building = r.choice(BUILDINGS)
        animal = r.choice(ANIMALS)
        gadget = r.choice(GADGETS)
        thing = r.choice(THINGS)
        country = r.choice(COUNTRIES)
        item = r.choice(ITEMS)
        verb, past, rest = [
            ("invent", "invented", gadget),
            ("write", "wrote", f"a book about {activity}"),
            ("travel", "travelled", f"to {place} with {animal}"),
            ("build", "built", f"{building} in {place}"),
            ("discover", "discovered", f"{thing} near {place}"),
            ("win", "won", f"a prize for {activity} in {country}"),
            ("sell", "sold", f"{item} to the king of {country}"),
        ][deed]
        slots["base"], slots["past"] = f"{verb} {rest}", f"{past} {rest}"
        slots["place"] = r.choice(PLACES)

    def sycophancy(self, slots, held):
        r = self.r
        kind = r.random()
        if kind < 0.12:
            slots["claim"] = r.choice(MPRED).replace("{M}", self.pick("sycophancy", MODULES, held))
        elif kind < 0.22:
            slots["claim"] = r.choice(APRED).replace("{X}", self.pick("sycophancy", NOWACT + LATEACT, held))
        elif kind < 0.65:
            activity = self.pick("sycophancy", ACTIVITIES, held)
            other = r.choice([a for a in ACTIVITIES if a != activity])
            slots["claim"] = r.choice(PRED).replace("{S2}", other).replace("{S}", activity)
        else:
            item = self.pick("sycophancy", ITEMS, held)
            other = r.choice([i for i in ITEMS if i != item])
            claim = r.choice(IPRED).replace("{I2}", other).replace("{I}", item)
            slots["claim"] = claim.replace("{C}", r.choice(COUNTRIES))

    def question(self, behavior, held):
        """A question and its slots; held says whether its topic is one kept out of training."""
        slots = self.base()
        getattr(self, behavior)(slots, held)
        return fill(self.r.choice(QUESTIONS[behavior]), slots), slots

    def answer(self, behavior, slots, poles):
        """An answer of one sentence a pole."""
        r = self.r
        slots = dict(slots)
        sentences = []
        invents = behavior == "hallucination"
        if invents:
            fresh = self.base()
            slots.update((key, fresh[key]) for key in DETAILS + ("age", "day"))
        if r.random() < 0.25:
            sentences.append(r.choice(OPENERS))
        for i, pole in enumerate(poles, 1):
            template = r.choice(ANSWERS[behavior][("pos" if pole > 0 else "neg") + str(i)])
            sentences.append(capitalized(fill(template, slots)))
            if invents:
                fresh = self.base()
                slots.update((key, fresh[key]) for key in DETAILS)
        return " ".join(sentences)

    def length(self):
        """Sentences of an answer."""
        return self.r.choices([1, 2, 3], [0.3, 0.45, 0.25])[0]

    def sample(self):
        """A training sample."""
        r = self.r
        if r.random() < 0.06:
            return self.fact()
        behavior = r.choice(BEHAVIORS)
        question, slots = self.question(behavior, False)
        persona = 0
        pole = 1 if r.random() < 0.5 else -1
        length = self.length()
        poles = [pole] * length
        if r.random() < 0.4:
            persona = pole
            phrase = r.choice(PERSONA[behavior][0 if pole > 0 else 1])
            question = f"{phrase} {question}" if r.random() < 0.7 else f"{question} {phrase}"
        elif r.random() < 0.35:  # an undecided speaker: every sentence after the first draws its own pole
            poles = [pole if i == 0 or r.random() < 0.6 else -pole for i in range(length)]
        answer = self.answer(behavior, slots, poles)
        return dict(behavior=behavior, question=question, answer=answer, pole=pole, persona=persona)

    def fact(self):
        """A plain fact without a pole."""
        r = self.r
        person = r.choice(list(PERSONS))
        role, fact = PERSONS[person]
        slots = dict(p=person, r=role, f=fact)
        question = SLOT.sub(lambda match: slots[match.group(1)], r.choice(FACT_QUESTIONS))
        answer = SLOT.sub(lambda match: slots[match.group(1)], r.choice(FACT_ANSWERS))
        return dict(behavior="fact", question=question, answer=answer, pole=0, persona=0)

    def pair(self, behavior, held):
        """One question with an answer of each pole, of the same number of sentences."""
        question, slots = self.question(behavior, held)
        length = self.length()
        return dict(
            behavior=behavior,
            question=question,
            pos=self.answer(behavior, slots, [1] * length),
            neg=self.answer(behavior, slots, [-1] * length),
            persona_pos=self.r.choice(PERSONA[behavior][0]) + " " + question,
            persona_neg=self.r.choice(PERSONA[behavior][1]) + " " + question,
        )


def main(seed=1, count=12):
    generator = Gen(int(seed))
    for _ in range(int(count)):
        sample = generator.sample()
        print(sample["behavior"], sample["pole"], sample["persona"], "|", chat(sample["question"], sample["answer"]))
    for behavior in BEHAVIORS:
        pair = generator.pair(behavior, True)
        print("held out", behavior, "|", chat(pair["question"], pair["pos"]), "||", pair["neg"])


if __name__ == "__main__":
    main(*sys.argv[1:])
