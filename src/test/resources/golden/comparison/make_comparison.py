"""Golden values of a model against its reference, by NumPy and SciPy: python make_comparison.py > comparison.json.

m is a pair's propensity at the coefficients 0 (baseline), -1, 1, 2 on the reference and on the model.
"""
import json

import numpy as np
from scipy import stats

rng = np.random.default_rng(20241017)
N = 40
C = np.array([0.0, -1.0, 1.0, 2.0])
base = rng.normal(0, 1, N)
slope = rng.normal(0.5, 0.2, N)
reference = base[:, None] + slope[:, None] * C + rng.normal(0, 0.05, (N, len(C)))
model = (
    reference + 0.3 * rng.normal(0, 1, (N, 1)) + (0.08 * slope + rng.normal(0, 0.05, N))[:, None] * C
    + rng.normal(0, 0.03, (N, len(C)))
)
reference, model = np.round(reference, 6), np.round(model, 6)


def paired(a, b, margin):
    """b against a."""
    d = b - a
    return {
        "difference": d.mean(),
        "p": stats.ttest_rel(b, a).pvalue,
        "margin": margin,
        "tost": max(
            stats.ttest_1samp(d, -margin, alternative="greater").pvalue,
            stats.ttest_1samp(d, margin, alternative="less").pvalue,
        ),
    }


def fieller(a, b):
    """The 95 % interval of mean(b) / mean(a) by Fieller's theorem."""
    t2 = stats.t.ppf(0.975, N - 1) ** 2
    va, vb = a.var(ddof=1) / N, b.var(ddof=1) / N
    vab = np.cov(a, b)[0, 1] / N
    roots = np.roots([a.mean() ** 2 - t2 * va, -2 * (a.mean() * b.mean() - t2 * vab), b.mean() ** 2 - t2 * vb])
    return sorted(roots.real)


def slopes(m):
    return np.array([np.polyfit(C, row, 1)[0] for row in m])


sr, sm = slopes(reference), slopes(model)
out = {
    "coefficients": C.tolist(),
    "reference": reference.tolist(),
    "model": model.tolist(),
    "slope": {
        "reference": sr.mean(),
        "model": sm.mean(),
        "reference_interval": list(stats.ttest_1samp(sr, 0).confidence_interval(0.95)),
        "ratio": sm.mean() / sr.mean(),
        "fieller": fieller(sr, sm),
        **paired(sr, sm, 0.1 * abs(sr.mean())),
    },
    "baseline": paired(reference[:, 0], model[:, 0], 1),
    "conditions": [],
}
for k in range(1, len(C)):
    er, em = reference[:, k] - reference[:, 0], model[:, k] - model[:, 0]
    r = stats.pearsonr(em, er)
    to_positive = int(((reference[:, k] <= 0) & (model[:, k] > 0)).sum())
    to_negative = int(((reference[:, k] > 0) & (model[:, k] <= 0)).sum())
    out["conditions"].append(
        {
            **paired(er, em, 0.1 * abs(er.mean())),
            "wilcoxon": stats.wilcoxon(em - er, zero_method="wilcox", correction=False, method="exact").pvalue,
            "correlation": r.statistic,
            "correlation_interval": list(r.confidence_interval(0.95)),
            "to_positive": to_positive,
            "to_negative": to_negative,
            "mcnemar": stats.binomtest(to_positive, to_positive + to_negative).pvalue,
        }
    )


def holm(p):
    order = np.argsort(p)
    adjusted = np.maximum.accumulate([min(1.0, p[i] * (len(p) - rank)) for rank, i in enumerate(order)])
    result = [0.0] * len(p)
    for rank, i in enumerate(order):
        result[i] = float(adjusted[rank])
    return result


for name in ("p", "tost", "wilcoxon"):
    for condition, value in zip(out["conditions"], holm([c[name] for c in out["conditions"]])):
        condition[name + "_holm"] = value
print(json.dumps(out, indent=1))
