/* A second look at a log-softmax, by another way than the one that made it. */
#pragma once

#include <cmath>
#include <cstdint>

namespace steer {

/* Most that the probabilities of a row may miss 1 by. */
constexpr double kMostExcess = 1e-4;

/* The sum of a row's probabilities, as the logprob of one of its tokens has it: with x_t - logprob the logarithm of the sum of exp(x). */
inline double probability_sum(const float *row, int32_t n, int32_t target, double logprob) {
    const double log_sum = static_cast<double>(row[target]) - logprob;
    double sum = 0;
    for (int32_t i = 0; i < n; i++) sum += std::exp(static_cast<double>(row[i]) - log_sum);
    return sum;
}

inline bool sums_to_one(double sum) { return std::abs(sum - 1) <= kMostExcess; } /* false for NaN */

}  // namespace steer
