"""Writes steerability.json beside this file: slopes, correlations, components and the held-out choice
of random propensities, by numpy, scipy and statsmodels.

Run with numpy 2.4, scipy 1.17 and statsmodels 0.15:  python steerability.py
"""

import json
import pathlib

import numpy as np
import statsmodels.api as sm
from scipy import stats

COEFFICIENTS = [-2.0, -1.0, 0.5, 2.0]
LAYERS = [2, 5]


def mean(values, prompts):
    """Mean and 95 % interval, clustered by prompt: a regression on a constant."""
    values = np.asarray(values)
    fit = sm.OLS(values, np.ones(len(values))).fit(
        cov_type="cluster", cov_kwds={"groups": np.asarray(prompts)}, use_t=True
    )
    low, high = fit.conf_int()[0]
    return [float(fit.params[0]), float(low), float(high), len(values)]


def case(seed, n, prompts):
    rng = np.random.default_rng(seed)
    base = rng.normal(-1.2, 0.4, (2, n)).round(6)
    common = rng.normal(0, 0.1, max(prompts) + 1)[prompts]
    scores, changes, result = {}, {}, {}
    m0 = base[0] - base[1]
    for layer in LAYERS:
        for c in COEFFICIENTS:
            move = c * (0.05 * layer + common) - 0.03 * c * c
            noise = rng.normal(0, 0.05, (2, n))
            steered = (base + np.array([move / 2, -move / 2]) + noise).round(6)
            scores[f"{layer} {c}"] = steered.tolist()
            changes[layer, c] = steered[0] - steered[1] - m0
    for layer in LAYERS:
        x = [0.0, *COEFFICIENTS]
        m = np.array([m0, *(m0 + changes[layer, c] for c in COEFFICIENTS)])
        slopes = [np.polyfit(x, m[:, i], 1)[0] for i in range(n)]
        below = sum(s < 0 for s in slopes)
        wilson = stats.binomtest(below, n).proportion_ci(method="wilson")
        rho = [stats.spearmanr(x, m[:, i]).statistic for i in range(n)]
        up, down = changes[layer, 2.0], changes[layer, -2.0]
        result[str(layer)] = {
            "steerability": mean(slopes, prompts),
            "anti_steerable_share": [below / n, float(wilson.low), float(wilson.high), n],
            "steerability_spearman": mean(rho, prompts),
            "steering_component": mean((up - down) / 2, prompts),
            "damage_component": mean((up + down) / 2, prompts),
        }
    even = np.asarray(prompts) % 2 == 0  # prompts are numbered as they first come
    best = max(changes, key=lambda at: changes[at][even].mean())
    held_out = mean(changes[best][~even], np.asarray(prompts)[~even])
    return {
        "prompts": prompts,
        "baseline": base.tolist(),
        "steered": scores,
        "layers": result,
        "best": list(best),
        "held_out_delta_propensity": held_out,
    }


CASES = {
    "own prompts": case(1, 24, list(range(24))),
    "shared prompts": case(2, 23, [0, 0, 1, 2, 2, 2, 3, 4, 0, 5, 6, 6, 7, 8, 9, 3, 9, 9, 10, 11, 11, 1, 10]),
}
pathlib.Path(__file__).with_name("steerability.json").write_text(json.dumps(CASES, indent=1) + "\n")
