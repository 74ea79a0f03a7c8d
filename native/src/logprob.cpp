/* Log-softmax over rows of logits, gathered at targets. */
#include <cmath>
#include <cstring>
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
 * log softmax(x)[t] = (x_t - max) - log sum exp(x - max); entropy = log sum exp(x - max) - sum exp(x - max) (x - max) / sum exp(x - max).
 * The row is read from memory once: it stays in the second-level cache between the two looks at it.
 */
bool target_logprob(const float *row, int32_t n_vocab, int32_t target, steer_target_logprob *result) {
    const steer::row_survey seen = steer::survey(row, n_vocab);
    if (!seen.is_finite) return false;
    const row_sums s = sums_of(row, n_vocab, seen.max, row[target]);
    const double log_sum = std::log(s.exp);
    result->logprob = (static_cast<double>(row[target]) - static_cast<double>(seen.max)) - log_sum;
    result->entropy = log_sum - s.weighted / s.exp;
    result->rank = s.greater;
    result->top = seen.top;
    return true;
}

}  // namespace

int steer_context_target_logprobs(steer_context *context, int32_t n_targets, const int32_t *indices, const int32_t *targets,
                                  steer_target_logprob *results) {
    return guard([&] {
        require(context && n_targets >= 0, "context must not be NULL and n_targets not negative");
        if (n_targets == 0) return;
        require(indices && targets && results, "indices, targets and results must not be NULL");
        const int32_t n_vocab = context->n_vocab();
        std::vector<const float *> rows(static_cast<size_t>(n_targets));
        for (int32_t k = 0; k < n_targets; k++) {
            require(targets[k] >= 0 && targets[k] < n_vocab, "target " + std::to_string(k) + " is not in the vocabulary");
            rows[static_cast<size_t>(k)] = steer::logits_row(context, indices[k]);
        }
        const int32_t broken = steer::for_each_row(n_targets, context->params.n_threads, [&](int32_t k) {
            return target_logprob(rows[static_cast<size_t>(k)], n_vocab, targets[k], results + k);
        });
        if (broken >= 0) {
            fail(STEER_ERROR_INTERNAL, "the logits behind token " + std::to_string(indices[broken]) +
                                           " of the batch have values that are not finite");
        }
        /* one row a call: the other rows have gone the same way, and exp in double takes ten times as long */
        const double sum = steer::probability_sum(rows[0], n_vocab, targets[0], results[0].logprob);
        if (!steer::sums_to_one(sum)) {
            fail(STEER_ERROR_INTERNAL,
                 "the probabilities behind token " + std::to_string(indices[0]) + " of the batch sum to " + std::to_string(sum) + ", not to 1");
        }
    });
}
