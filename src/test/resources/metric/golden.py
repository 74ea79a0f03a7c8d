"""Writes golden.json beside this file: metrics of random scores, by numpy, scipy and statsmodels.

Run with numpy 2.4, scipy 1.17 and statsmodels 0.15:  python golden.py
"""

import json
import pathlib

import numpy as np
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.proportion import proportion_confint

FRACTIONS = (0.25, 0.5, 0.75, 1.0)


def interval(values):
    return list(stats.ttest_1samp(values, 0).confidence_interval(0.95))


def mean(values):
    return [float(np.mean(values)), *map(float, interval(values))]


def z(positive, negative, normalization):
    if normalization == "paper":
        return -(negative.max() + positive.min()) / 2
    if normalization == "repository":
        return -np.concatenate([positive, negative]).max()
    return 1.0


def quartile(base, steered, normalization):
    before, after = z(*base, normalization), z(*steered, normalization)
    positive, negative = base[0] / before, base[1] / before
    up = (steered[0] / after - positive)[np.argsort(positive, kind="stable")]
    down = (negative - steered[1] / after)[np.argsort(-negative, kind="stable")]
    n = len(positive)
    ks = [int(np.floor(n * q)) for q in FRACTIONS]
    return {
        "positive": [float(up[:k].mean()) if k else None for k in ks],
        "negative": [float(down[:k].mean()) if k else None for k in ks],
    }


def quartile_interval(base, steered, normalization, resamples=20000):
    """Percentile bootstrap of the quartile metric at 25 %, written as one would naively."""
    rng = np.random.default_rng(1)
    n = len(base[0])
    values = []
    for _ in range(resamples):
        i = rng.integers(0, n, n)
        q = quartile((base[0][i], base[1][i]), (steered[0][i], steered[1][i]), normalization)
        values.append((q["positive"][0], q["negative"][0]))
    return np.percentile(values, [2.5, 97.5], axis=0).T.tolist()


def case(seed, n, shift, spread, offset=0.0):
    rng = np.random.default_rng(seed)
    base = rng.normal(-1.2 + offset, 0.4, (2, n)).round(6)
    steered = (base + rng.normal([[shift], [-shift]], spread, (2, n))).round(6)
    m0, m1 = base[0] - base[1], steered[0] - steered[1]
    up = int(((m0 <= 0) & (m1 > 0)).sum())
    down = int(((m0 > 0) & (m1 <= 0)).sum())
    chosen = int((m1 > 0).sum())
    change = m1 - m0
    wilson = stats.binomtest(chosen, n).proportion_ci(method="wilson")
    assert np.allclose(wilson, proportion_confint(chosen, n, method="wilson"))
    p = stats.binomtest(up, up + down).pvalue if up + down else 1.0
    assert np.isclose(p, mcnemar([[0, up], [down, 0]], exact=True).pvalue)
    return {
        "baseline_positive": base[0].tolist(),
        "baseline_negative": base[1].tolist(),
        "steered_positive": steered[0].tolist(),
        "steered_negative": steered[1].tolist(),
        "log_likelihood_positive": mean(steered[0]),
        "log_likelihood_negative": mean(steered[1]),
        "propensity": mean(m1),
        "delta_positive": mean(steered[0] - base[0]),
        "delta_negative": mean(steered[1] - base[1]),
        "delta_propensity": mean(change),
        "effect_size_dz": float(change.mean() / change.std(ddof=1)),
        "choice_accuracy": [chosen / n, float(wilson.low), float(wilson.high)],
        "flips_to_positive": up,
        "flips_to_negative": down,
        "flips_mcnemar_p": float(p),
        "z_baseline": {k: float(z(*base, k)) for k in ("paper", "repository")},
        "z_steered": {k: float(z(*steered, k)) for k in ("paper", "repository")},
        "quartile": {k: quartile(base, steered, k) for k in ("paper", "repository", "none")},
        "quartile_interval": quartile_interval(base, steered, "paper") if n == 50 else None,
    }


CASES = {
    "fifty pairs": case(1, 50, 0.1, 0.2),
    "seven pairs": case(2, 7, -0.3, 0.5),
    "three pairs": case(3, 3, 0.2, 0.1),
    "strong effect": case(4, 40, 1.0, 0.3),
    "negative z": case(5, 21, 0.1, 0.2, offset=3.0),
}
pathlib.Path(__file__).with_name("golden.json").write_text(json.dumps(CASES, indent=1) + "\n")
