"""Writes the .json files beside this file: statistics by numpy, scipy and statsmodels.

Run with numpy 2.4, scipy 1.17 and statsmodels 0.15:  python make_statistics.py
Each file maps the name of a data set to its numbers and what those packages make of them.
"""

import json
import pathlib

import numpy as np
import statsmodels.api as sm
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import ttost_paired

HERE = pathlib.Path(__file__).parent
RNG = np.random.default_rng(20241017)

SMALL = np.array([0.31, -0.12, 0.4, 0.05])
TIES = np.array([1.0, 2.0, 2.0, -1.0, -2.0, 3.0, 3.0, 4.0, 1.0, 1.0])
ZEROS = np.array([0.0, 0.5, -0.5, 0.0, 1.5, 2.5, 0.0, 3.0, 1.0, -2.0, 4.0, 4.0])
NORMAL = RNG.normal(0.15, 0.5, 40).round(6)
LARGE = RNG.gamma(2.0, 0.3, 200).round(6) - 0.5
SAMPLES = {"small": SMALL, "ties": TIES, "zeros": ZEROS, "normal": NORMAL, "large": LARGE}


def write(name, cases):
    text = json.dumps(cases, default=lambda x: x.tolist(), separators=(",", ": "), indent=None)
    (HERE / f"{name}.json").write_text(text.replace('}, "', '},\n"') + "\n")


def quantile(values):
    return {"values": values, "quantiles": np.quantile(values, [0, 0.025, 0.3, 0.5, 0.975, 1])}


def student(values):
    test = stats.ttest_1samp(values, 0)
    zero = np.zeros(len(values))
    tost = {}
    for margin in (0.05, 0.3, 2.0):
        p, lower, upper = ttost_paired(values, zero, -margin, margin)
        tost[str(margin)] = [p, lower[1], upper[1]]
    return {
        "values": values,
        "mean": values.mean(),
        "deviation": values.std(ddof=1),
        "standard_error": stats.sem(values),
        "p": test.pvalue,
        "interval": list(test.confidence_interval(0.95)),
        "tost": tost,
    }


def clustered(values, weights, cluster):
    """Regression on a constant, weighted for a ratio of sums, with errors clustered."""
    y = values / weights
    fit = sm.WLS(y, np.ones(len(y)), weights=weights).fit(
        cov_type="cluster", cov_kwds={"groups": cluster, "df_correction": True}, use_t=True
    )
    mean, error = fit.params[0], fit.bse[0]
    assert np.isclose(mean, values.sum() / weights.sum())
    df = len(set(cluster)) - 1
    tost = {}
    for margin in (0.05, 0.3, 2.0):
        lower = fit.t_test(([[1.0]], [-margin]), use_t=True)
        upper = fit.t_test(([[1.0]], [margin]), use_t=True)
        assert lower.df_denom == df
        ps = [stats.t.sf(lower.tvalue.item(), df), stats.t.cdf(upper.tvalue.item(), df)]
        tost[str(margin)] = [max(ps), *ps]
    return {
        "values": values,
        "weights": weights,
        "clusters": cluster,
        "mean": mean,
        "standard_error": error,
        "p": fit.pvalues[0],
        "interval": fit.conf_int(0.05)[0],
        "tost": tost,
    }


def clusters(n, count):
    return np.concatenate([np.arange(count), RNG.integers(0, count, n - count)])


def bootstrap(values, resamples=400):
    """BCa and percentile intervals of the mean and of the variance on the same resamples."""
    n = len(values)
    indices = RNG.integers(0, n, (resamples, n))

    class Fixed(np.random.Generator):
        def __init__(self):
            super().__init__(np.random.PCG64(0))

        def integers(self, low, high, size, **kwargs):
            assert (low, high, tuple(size)) == (0, n, indices.shape), (low, high, size)
            return indices

    case = {"values": values, "times": [np.bincount(i, minlength=n) for i in indices]}
    for name, statistic in (("mean", np.mean), ("variance", np.var)):
        for method in ("percentile", "BCa"):
            result = stats.bootstrap(
                (values,), statistic, n_resamples=resamples, method=method, rng=Fixed()
            )
            assert np.array_equal(
                result.bootstrap_distribution, statistic(values[indices], axis=-1)
            )
            case[f"{name}_{method.lower()}"] = list(result.confidence_interval)
    return case


def binomial(k, n, p):
    wilson = stats.binomtest(k, n).proportion_ci(method="wilson")
    assert np.allclose(wilson, proportion_confint(k, n, method="wilson"))
    return {
        "successes": k,
        "n": n,
        "probability": p,
        "p": stats.binomtest(k, n, p).pvalue,
        "wilson": [max(0.0, wilson.low), min(1.0, wilson.high)],
    }


def flips(there, back):
    p = mcnemar([[0, there], [back, 0]], exact=True).pvalue
    assert np.isclose(p, stats.binomtest(there, there + back).pvalue)
    return {"there": there, "back": back, "p": p}


def signs(values):
    below, above = int((values < 0).sum()), int((values > 0).sum())
    return {
        "values": values,
        "counts": [below, len(values) - below - above, above],
        "p": stats.binomtest(above, below + above).pvalue,
    }


def wilcoxon(values):
    """The method named, since that of 'auto' permutes for n <= 13 with ties."""
    sizes = np.abs(values)
    plain = len(values) <= 50 and 0 not in sizes and len(set(sizes)) == len(sizes)
    test = stats.wilcoxon(
        values,
        zero_method="wilcox",
        correction=False,
        method="exact" if plain else "asymptotic",
    )
    return {"values": values, "n": int((sizes > 0).sum()), "least": test.statistic, "p": test.pvalue}


def holm(ps):
    return {"p": ps, "adjusted": multipletests(ps, method="holm")[1]}


def correlation(x, y):
    pearson, spearman = stats.pearsonr(x, y), stats.spearmanr(x, y)
    line = stats.linregress(x, y)
    ols = sm.OLS(y, sm.add_constant(x)).fit()
    assert np.isclose(line.slope, ols.params[1], rtol=1e-12)
    return {
        "x": x,
        "y": y,
        "pearson": [pearson.statistic, pearson.pvalue],
        "fisher": list(pearson.confidence_interval(0.95)) if len(x) > 3 else None,
        "spearman": [spearman.statistic, spearman.pvalue],
        "slope": line.slope,
    }


def slopes(x, y):
    return {"x": x, "y": y, "slopes": np.polyfit(x, y, 1)[0]}


write("quantile", {name: quantile(values) for name, values in SAMPLES.items()})
write("student", {name: student(values) for name, values in SAMPLES.items()})
write(
    "clustered",
    {
        "small": clustered(SMALL, np.ones(4), np.array([0, 1, 1, 2])),
        "ties": clustered(TIES, np.ones(10), np.array([3, 3, 1, 1, 1, 0, 2, 2, 0, 4])),
        "two clusters": clustered(NORMAL, np.ones(40), clusters(40, 2)),
        "large": clustered(LARGE, np.ones(200), clusters(200, 60)),
        "small ratio": clustered(SMALL, np.array([3.0, 1.0, 4.0, 2.0]), np.array([0, 1, 1, 2])),
        "single ratio": clustered(NORMAL, RNG.integers(1, 30, 40) * 1.0, np.arange(40)),
        "large ratio": clustered(LARGE, RNG.integers(1, 30, 200) * 1.0, clusters(200, 60)),
    },
)
write(
    "bootstrap",
    {
        # sums, means and variances of these are exact, so that ties with the estimate are
        "small": bootstrap(np.array([0.25, -0.125, 0.5, 1.75])),
        "ties": bootstrap(np.array([1.0, 2.0, 2.0, -1.0, -2.0, 3.0, 3.0, 4.0])),
        "normal": bootstrap(NORMAL),
        "skewed": bootstrap(RNG.exponential(1.0, 25).round(6)),
    },
)
write(
    "binomial",
    {
        f"{k} of {n} at {p}": binomial(k, n, p)
        for k, n, p in [
            (0, 5, 0.3), (5, 5, 0.3), (1, 7, 0.3), (3, 10, 0.3), (12, 30, 0.3), (1, 1, 0.5),
            (50, 100, 0.5), (61, 100, 0.5), (700, 1000, 0.65), (2, 200, 0.02),
        ]
    },
)
write(
    "mcnemar",
    {f"{a} and {b}": flips(a, b) for a, b in [(1, 0), (0, 6), (3, 3), (9, 2), (40, 61), (1, 120)]},
)
write("signs", {name: signs(values) for name, values in SAMPLES.items()})
write(
    "wilcoxon",
    {
        **{name: wilcoxon(values) for name, values in SAMPLES.items()},
        "one": wilcoxon(np.array([3.0])),
        "fifty": wilcoxon(RNG.normal(0.1, 1, 50)),
        "fifty-one": wilcoxon(RNG.normal(0.1, 1, 51)),
        "zero without ties": wilcoxon(np.array([0.0, 1.5, -0.5, 2.5, 3.5, -1.25, 4.0])),
    },
)
write(
    "holm",
    {
        "one": holm([0.03]),
        "small": holm([0.01, 0.04, 0.03, 0.005]),
        "ties": holm([0.02, 0.02, 0.5, 0.5, 0.02, 1.0]),
        "larger": holm(np.concatenate([RNG.uniform(0, 0.01, 10), RNG.uniform(0, 1, 30)])),
    },
)
write(
    "correlation",
    {
        "three": correlation(np.array([1.0, 2.0, 4.0]), np.array([2.0, 4.5, 3.0])),
        "small": correlation(np.array([-2.0, -1.0, 0.0, 1.0, 2.0]), np.append(SMALL, 0.9)),
        "ties": correlation(TIES, np.array([0.0, 1.0, 1.0, 0.0, -1.0, 2.0, 2.0, 5.0, 0.0, 1.0])),
        "normal": correlation(NORMAL, 0.3 * NORMAL + RNG.normal(0, 0.4, 40).round(6)),
        "strong": correlation(LARGE, LARGE + RNG.normal(0, 0.05, 200).round(6)),
        "none": correlation(LARGE, RNG.normal(0, 1, 200).round(6)),
    },
)
write(
    "slope",
    {
        "two coefficients": slopes(np.array([0.0, 1.0]), RNG.normal(0, 1, (2, 3)).round(6)),
        "equal effects": slopes(np.array([-1.0, 0.0, 1.0, 2.0]), np.outer([1, 0, 0, 2], [1.0, 0, -0.1])),
        "larger": slopes(np.arange(-2, 2.1, 0.5), RNG.normal(0, 1, (9, 50)).round(6)),
    },
)
