/* Work over rows of logits: shared by the log-softmax and the divergences. */
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

namespace steer {

/* Lanes that the compiler turns into vector registers; sums in a fixed order, whatever the number of threads. */
constexpr int kLanes = 16;

/* False where the row has a value that is not finite: NaN and infinities leave no finite sum of values times zero. */
inline bool is_finite(const float *row, int32_t n) {
    float lanes[kLanes] = {};
    int32_t i = 0;
    for (; i + kLanes <= n; i += kLanes) {
        for (int k = 0; k < kLanes; k++) lanes[k] += row[i + k] * 0.0f;
    }
    for (; i < n; i++) lanes[0] += row[i] * 0.0f;
    return std::all_of(lanes, lanes + kLanes, [](float x) { return x == 0.0f; });
}

inline float row_max(const float *row, int32_t n) {
    float lanes[kLanes];
    std::fill(lanes, lanes + kLanes, row[0]);
    int32_t i = 0;
    for (; i + kLanes <= n; i += kLanes) {
        for (int k = 0; k < kLanes; k++) lanes[k] = row[i + k] > lanes[k] ? row[i + k] : lanes[k];
    }
    for (; i < n; i++) lanes[0] = std::max(lanes[0], row[i]);
    return *std::max_element(lanes, lanes + kLanes);
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
