/* Rows of logits: the survey of one, and threads over many. */
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <thread>
#include <vector>

namespace steer {

/* Lanes that the compiler turns into vector registers; sums in a fixed order, whatever the number of threads. */
constexpr int kLanes = 16;

/* kLanes floats as one vector, which GCC and Clang split where the registers are narrower. Passed by reference: by value its ABI is the CPU's. */
typedef float floats __attribute__((vector_size(kLanes * sizeof(float))));

inline void load(const float *from, floats &to) { std::memcpy(&to, from, sizeof to); }

/* What one look at a row tells. */
struct row_survey {
    bool is_finite; /* false where a value is NaN or infinite, which leave no finite sum of values times zero; the rest is void then */
    float max;
    int32_t top; /* the first index of max */
};

/* In blocks, so that the index is looked for in one of them only, and that one in the first-level cache. */
inline row_survey survey(const float *row, int32_t n) {
    constexpr int32_t kBlock = 32 * kLanes;
    row_survey seen = {true, row[0], 0};
    floats zeros = {}, values, most;
    int32_t block = 0, at = 0; /* where the block of the maximum begins */
    for (; block + kBlock <= n; block += kBlock) {
        load(row + block, most);
        for (int32_t i = block; i < block + kBlock; i += kLanes) {
            load(row + i, values);
            zeros += values * 0.0f;
            most = values > most ? values : most;
        }
        for (int k = 0; k < kLanes; k++) {
            if (most[k] > seen.max) seen.max = most[k], at = block;
        }
    }
    float zero = 0;
    for (int k = 0; k < kLanes; k++) zero += zeros[k];
    for (int32_t i = block; i < n; i++) {
        zero += row[i] * 0.0f;
        if (row[i] > seen.max) seen.max = row[i], at = i;
    }
    seen.is_finite = zero == 0.0f;
    seen.top = static_cast<int32_t>(std::find(row + at, row + n, seen.max) - row);
    return seen;
}

/*
 * Calls work(k) for every k below n on n_threads threads. Returns the index of a call that returned false, or -1.
 */
template <typename Work>
int32_t for_each_row(int32_t n, int32_t n_threads, const Work &work) {
    std::atomic<int32_t> next{0}, broken{-1};
    auto run = [&] {
        for (int32_t k; (k = next.fetch_add(1)) < n;) {
            if (!work(k)) broken = k;
        }
    };
    std::vector<std::thread> workers;
    for (int32_t t = 1; t < std::min(n_threads, n); t++) workers.emplace_back(run);
    run();
    for (std::thread &worker : workers) worker.join();
    return broken;
}

}  // namespace steer
