/* What rows of logits say: log-softmax at a target, and how far the row is from kept ones. */
#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "context.h"
#include "guard.h"
#include "probability.h"
#include "rows.h"

using steer::fail;
using steer::floats;
using steer::guard;
using steer::kLanes;
using steer::require;

namespace {

/* A row of logits and what is asked of it. */
struct scored_row {
    const float *own;
    const float *baseline, *reference; /* what it is compared with, or NULL */
    int32_t target;
};

typedef int32_t ints __attribute__((vector_size(kLanes * sizeof(int32_t))));
typedef double doubles __attribute__((vector_size(kLanes * sizeof(double))));

/*
 * exp(x) for x <= 0 in float, within 2 ulp: 2^n times a polynomial on [-ln2/2, ln2/2] (the coefficients of Cephes' expf). Below -87 the
 * result is 0, 1e-38 off. On vectors by hand: what compilers make of a loop over floats, doubles and ints is eight times slower.
 */
inline void exp_of_nonpositive(const floats &x, floats &result) {
    const floats zero = {}, least = zero - 87.0f;
    const floats bounded = x < least ? least : x;
    const float magic = 12582912.0f; /* 1.5 * 2^23: adding it rounds to an integer */
    const floats n = (bounded * 1.44269504f + magic) - magic;
    const floats r = (bounded - n * 0.693359375f) - n * -2.12194440e-4f;
    floats p = zero + 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * r * r + r + 1.0f;
    const ints bits = (__builtin_convertvector(n, ints) + 127) << 23;
    floats scale;
    std::memcpy(&scale, &bits, sizeof scale);
    result = x < least ? zero : p * scale;
}

struct row_sums {
    double exp = 0;      /* sum of exp(x - max) */
    double weighted = 0; /* sum of exp(x - max) * (x - max) */
    int32_t greater = 0; /* values above the target's */
};

row_sums sums_of(const float *row, int32_t n, float max, float target) {
    doubles exps = {}, weighted = {};
    ints greater = {};
    floats x, d = {}, e;
    int32_t i = 0;
    for (; i + kLanes <= n; i += kLanes) {
        steer::load(row + i, x);
        d = x - max;
        exp_of_nonpositive(d, e);
        exps += __builtin_convertvector(e, doubles);
        weighted += __builtin_convertvector(e * d, doubles);
        greater -= x > target; /* true is -1 */
    }
    row_sums s;
    for (int k = 0; k < kLanes; k++) {
        s.exp += exps[k];
        s.weighted += weighted[k];
        s.greater += greater[k];
    }
    for (; i < n; i++) {
        d[0] = row[i] - max;
        exp_of_nonpositive(d, e);
        s.exp += static_cast<double>(e[0]);
        s.weighted += static_cast<double>(e[0] * d[0]);
        s.greater += row[i] > target;
    }
    return s;
}

/*
 * exp(x) for x <= 0 within 1e-15 relative: 2^n times the Taylor sum of degree 12 on [-ln2/2, ln2/2]. Without branches, so that the compiler
 * vectorises it. In double, because the divergence of a good quantization is smaller than the rounding of a float. Below -700 it is 0.
 */
inline double exact_exp(double x) {
    const double bounded = x < -700.0 ? -700.0 : x;
    const double magic = 6755399441055744.0; /* 1.5 * 2^52: adding it rounds to an integer */
    const double shifted = bounded * 1.4426950408889634 + magic;
    const double n = shifted - magic;
    const double r = (bounded - n * 0.693147180369123816490) - n * 1.90821492927058770002e-10; /* ln 2 in two parts */
    double p = 1.0 / 479001600;
    p = p * r + 1.0 / 39916800;
    p = p * r + 1.0 / 3628800;
    p = p * r + 1.0 / 362880;
    p = p * r + 1.0 / 40320;
    p = p * r + 1.0 / 5040;
    p = p * r + 1.0 / 720;
    p = p * r + 1.0 / 120;
    p = p * r + 1.0 / 24;
    p = p * r + 1.0 / 6;
    p = p * r + 0.5;
    p = p * r + 1.0;
    p = p * r + 1.0;
    uint64_t bits; /* the low bits of shifted are n; unsigned, because others are shifted out */
    std::memcpy(&bits, &shifted, sizeof bits);
    bits = (bits + 1023) << 52;
    double scale;
    std::memcpy(&scale, &bits, sizeof scale);
    return x < -700.0 ? 0.0 : p * scale;
}

struct pair_sums {
    double reference = 0; /* sum of exp(r - max r) */
    double own = 0;       /* sum of exp(x - max x) */
    double weighted = 0;  /* sum of exp(r - max r) * ((r - max r) - (x - max x)) */
};

inline void add(double r, double x, double &reference, double &own, double &weighted) {
    const double e = exact_exp(r);
    reference += e;
    own += exact_exp(x);
    weighted += e * (r - x);
}

pair_sums sums_of(const float *reference, const float *own, int32_t n, double reference_max, double own_max) {
    double references[kLanes] = {}, owns[kLanes] = {}, weighteds[kLanes] = {};
    int32_t i = 0;
    for (; i + kLanes <= n; i += kLanes) {
        for (int k = 0; k < kLanes; k++) {
            add(static_cast<double>(reference[i + k]) - reference_max, static_cast<double>(own[i + k]) - own_max, references[k], owns[k],
                weighteds[k]);
        }
    }
    pair_sums s;
    for (int k = 0; k < kLanes; k++) {
        s.reference += references[k];
        s.own += owns[k];
        s.weighted += weighteds[k];
    }
    for (; i < n; i++) {
        add(static_cast<double>(reference[i]) - reference_max, static_cast<double>(own[i]) - own_max, s.reference, s.own, s.weighted);
    }
    return s;
}

/*
 * KL(p || q) = sum p (log p - log q), with p = softmax(r) and q = softmax(x):
 * sum exp(r - max r) ((r - max r) - (x - max x)) / sum exp(r - max r) + log sum exp(x - max x) - log sum exp(r - max r).
 */
bool divergence(const float *reference, const float *own, int32_t n_vocab, float own_max, double *kl, int32_t *top) {
    const steer::row_survey r = steer::survey(reference, n_vocab);
    if (!r.is_finite) return false;
    const pair_sums s = sums_of(reference, own, n_vocab, static_cast<double>(r.max), static_cast<double>(own_max));
    /* never negative but by rounding */
    *kl = std::max(0.0, s.weighted / s.reference + (std::log(s.own) - std::log(s.reference)));
    *top = r.top;
    return true;
}

/*
 * log softmax(x)[t] = (x_t - max) - log sum exp(x - max); entropy = log sum exp(x - max) - sum exp(x - max) (x - max) / sum exp(x - max).
 * A row is read from memory once: it stays in the second-level cache between the looks at it.
 */
bool score(const scored_row &row, int32_t n_vocab, steer_token_scores *result) {
    const steer::row_survey seen = steer::survey(row.own, n_vocab);
    if (!seen.is_finite) return false;
    const row_sums s = sums_of(row.own, n_vocab, seen.max, row.own[row.target]);
    const double log_sum = std::log(s.exp);
    *result = {};
    result->logprob = (static_cast<double>(row.own[row.target]) - static_cast<double>(seen.max)) - log_sum;
    result->entropy = log_sum - s.weighted / s.exp;
    result->rank = s.greater;
    result->top = seen.top;
    result->baseline_top = result->reference_top = -1;
    return (!row.baseline || divergence(row.baseline, row.own, n_vocab, seen.max, &result->kl_baseline, &result->baseline_top)) &&
           (!row.reference || divergence(row.reference, row.own, n_vocab, seen.max, &result->kl_reference, &result->reference_top));
}

/* Checks what is the same for rows of a context and for copies, and scores them. */
template <typename Row, typename Name>
void score_all(int32_t n_rows, int32_t n_vocab, int32_t n_threads, const int32_t *targets, const float *baseline, const float *reference,
               size_t n_floats, steer_token_scores *results, const Row &own, const Name &name) {
    const auto width = static_cast<size_t>(n_vocab);
    require(targets && results, "targets and results must not be NULL");
    require(n_floats == width * static_cast<size_t>(n_rows),
            "rows have " + std::to_string(n_floats) + " values, not " + std::to_string(n_rows) + " x " + std::to_string(n_vocab));
    std::vector<scored_row> rows(static_cast<size_t>(n_rows));
    for (int32_t k = 0; k < n_rows; k++) {
        require(targets[k] >= 0 && targets[k] < n_vocab, "target " + std::to_string(k) + " is not in the vocabulary");
        const size_t at = static_cast<size_t>(k) * width;
        rows[static_cast<size_t>(k)] = {own(k), baseline ? baseline + at : nullptr, reference ? reference + at : nullptr, targets[k]};
    }
    const int32_t broken =
        steer::for_each_row(n_rows, n_threads, [&](int32_t k) { return score(rows[static_cast<size_t>(k)], n_vocab, results + k); });
    if (broken >= 0) {
        fail(STEER_ERROR_NOT_FINITE, "the logits behind " + name(broken) + ", or those that they are compared with, have values that are not finite");
    }
    /* one row a call: the others have gone the same way, and exp in double takes ten times as long */
    const double sum = steer::probability_sum(rows[0].own, n_vocab, targets[0], results[0].logprob);
    if (!steer::sums_to_one(sum)) {
        fail(STEER_ERROR_INTERNAL, "the probabilities behind " + name(0) + " sum to " + std::to_string(sum) + ", not to 1");
    }
}

}  // namespace

int steer_context_scores(steer_context *context, int32_t n_rows, const int32_t *indices, const int32_t *targets, const float *baseline,
                         const float *reference, size_t n_floats, steer_token_scores *results) {
    return guard([&] {
        require(context && n_rows >= 0, "context must not be NULL and n_rows not negative");
        if (n_rows == 0) return;
        require(indices, "indices must not be NULL");
        score_all(n_rows, context->n_vocab(), context->params.n_threads, targets, baseline, reference, n_floats, results,
                  [&](int32_t k) { return steer::logits_row(context, indices[k]); },
                  [&](int32_t k) { return "token " + std::to_string(indices[k]) + " of the batch"; });
    });
}

int steer_row_scores(const float *rows, int32_t n_rows, int32_t n_vocab, const int32_t *targets, const float *baseline,
                     const float *reference, size_t n_floats, int32_t n_threads, steer_token_scores *results) {
    return guard([&] {
        require(n_rows >= 0 && n_vocab >= 1, "n_rows must not be negative and n_vocab at least 1");
        require(n_threads >= 1 && n_threads <= 512, "n_threads must be 1 to 512");
        if (n_rows == 0) return;
        require(rows, "rows must not be NULL");
        score_all(n_rows, n_vocab, n_threads, targets, baseline, reference, n_floats, results,
                  [&](int32_t k) { return rows + static_cast<size_t>(k) * static_cast<size_t>(n_vocab); },
                  [](int32_t k) { return "token " + std::to_string(k) + " of those scored together"; });
    });
}

int steer_context_copy_logits(steer_context *context, int32_t n_rows, const int32_t *indices, float *out, size_t n_floats) {
    return guard([&] {
        require(context && n_rows >= 0, "context must not be NULL and n_rows not negative");
        if (n_rows == 0) return;
        require(indices && out, "indices and out must not be NULL");
        const auto width = static_cast<size_t>(context->n_vocab());
        require(n_floats == width * static_cast<size_t>(n_rows), "out has room for " + std::to_string(n_floats) + " values, not " +
                                                                     std::to_string(n_rows) + " x " + std::to_string(width));
        std::vector<const float *> from(static_cast<size_t>(n_rows));
        for (int32_t k = 0; k < n_rows; k++) from[static_cast<size_t>(k)] = steer::logits_row(context, indices[k]);
        steer::for_each_row(n_rows, context->params.n_threads, [&](int32_t k) {
            std::memcpy(out + static_cast<size_t>(k) * width, from[static_cast<size_t>(k)], width * sizeof(float));
            return true;
        });
    });
}
