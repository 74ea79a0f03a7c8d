/* How far a row of logits is from another one, as distributions. */
#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "context.h"
#include "guard.h"
#include "rows.h"

using steer::fail;
using steer::guard;
using steer::kLanes;
using steer::require;

namespace {

/*
 * exp(x) for x <= 0 within 1e-15 relative: 2^n times the Taylor sum of degree 12 on [-ln2/2, ln2/2]. Without branches, so that the compiler
 * vectorises it. In double, because the divergence of a good quantization is smaller than the rounding of a float. Below -700 it is 0.
 */
inline double exp_of_nonpositive(double x) {
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
    int64_t bits; /* the low bits of shifted are n */
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
    const double e = exp_of_nonpositive(r);
    reference += e;
    own += exp_of_nonpositive(x);
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
bool divergence(const float *reference, const float *own, int32_t n_vocab, steer_divergence *result) {
    const steer::row_survey r = steer::survey(reference, n_vocab), x = steer::survey(own, n_vocab);
    if (!r.is_finite || !x.is_finite) return false;
    const pair_sums s = sums_of(reference, own, n_vocab, static_cast<double>(r.max), static_cast<double>(x.max));
    /* never negative but by rounding */
    result->kl = std::max(0.0, s.weighted / s.reference + (std::log(s.own) - std::log(s.reference)));
    result->reference_top = r.top;
    result->top = x.top;
    return true;
}

}  // namespace

int steer_context_divergences(steer_context *context, int32_t n_rows, const int32_t *indices, const float *reference,
                              size_t n_floats, steer_divergence *results) {
    return guard([&] {
        require(context && n_rows >= 0, "context must not be NULL and n_rows not negative");
        if (n_rows == 0) return;
        require(indices && reference && results, "indices, reference and results must not be NULL");
        const int32_t n_vocab = context->n_vocab();
        const auto width = static_cast<size_t>(n_vocab);
        require(n_floats == width * static_cast<size_t>(n_rows), "reference rows have " + std::to_string(n_floats) + " values, not " +
                                                                     std::to_string(n_rows) + " x " + std::to_string(n_vocab));
        std::vector<const float *> rows(static_cast<size_t>(n_rows));
        for (int32_t k = 0; k < n_rows; k++) rows[static_cast<size_t>(k)] = steer::logits_row(context, indices[k]);
        const int32_t broken = steer::for_each_row(n_rows, context->params.n_threads, [&](int32_t k) {
            const auto row = static_cast<size_t>(k);
            return divergence(reference + row * width, rows[row], n_vocab, results + k);
        });
        if (broken >= 0) {
            fail(STEER_ERROR_NOT_FINITE, "the logits behind token " + std::to_string(indices[broken]) +
                                           " of the batch, or the reference's, have values that are not finite");
        }
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
        for (int32_t k = 0; k < n_rows; k++) {
            std::memcpy(out + static_cast<size_t>(k) * width, steer::logits_row(context, indices[k]), width * sizeof(float));
        }
    });
}
