/*
 * Calls a fuzz target with mutated seeds, the same ones every time: fuzz-NAME COUNT. With --seeds FOLDER it writes the seeds there instead, for libFuzzer.
 * The input that the target ends the process for is left in the file fuzz-NAME.input of the working folder.
 */
#include "fuzz.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>

#include <fcntl.h>
#include <unistd.h>

/* There in a program with AddressSanitizer, which catches signals itself. */
extern "C" void __sanitizer_set_death_callback(void (*callback)()) __attribute__((weak));

namespace {

constexpr unsigned kSeed = 20241017;
constexpr size_t kLongest = 1 << 18;

/* The same numbers with every standard library, unlike std::uniform_int_distribution. */
struct dice {
    std::mt19937 numbers{kSeed};
    size_t below(size_t n) { return n == 0 ? 0 : numbers() % n; }
};

/* Numbers at which sizes, counts and signs go wrong. */
constexpr uint64_t kEdges[] = {0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x7FFFFFFFFFFFFFFF, 0xFFFFFFFFFFFFFFFF};

/* Most files' structure is at their beginning, which the weights would outweigh. */
size_t place(dice &rolled, size_t size) { return rolled.below(rolled.below(2) == 0 ? size : std::min<size_t>(size, 1024)); }

void mutate(std::string &bytes, const std::string &other, dice &rolled) {
    const size_t at = place(rolled, bytes.size()), length = 1 + rolled.below(16);
    switch (rolled.below(7)) {
        case 0:
            if (!bytes.empty()) bytes[at] = static_cast<char>(bytes[at] ^ (1 << rolled.below(8)));
            break;
        case 1:
            if (!bytes.empty()) bytes[at] = static_cast<char>(rolled.below(256));
            break;
        case 2: bytes.erase(at, length); break;
        case 3: bytes.insert(at, length, static_cast<char>(rolled.below(256))); break;
        case 4: {
            const uint64_t edge = kEdges[rolled.below(std::size(kEdges))];
            const size_t n = std::min<size_t>(size_t{1} << rolled.below(4), bytes.size() - at);
            if (n > 0) std::memcpy(bytes.data() + at, &edge, n);
            break;
        }
        case 5: {
            const size_t from = place(rolled, other.size());
            bytes.insert(at, other, from, length * 4);
            break;
        }
        default: bytes.resize(rolled.below(8) == 0 ? at : bytes.size()); break;
    }
}

std::string current, current_file; /* the input that the target looks at, and where it is left if that is the end */
bool is_looking = false;

/* Made of what a signal's handler may call. */
void leave_input() {
    if (!is_looking) return;
    const int file = open(current_file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (file >= 0 && ::write(file, current.data(), current.size()) >= 0) close(file);
}

void on_signal(int number) {
    leave_input();
    std::signal(number, SIG_DFL);
    std::raise(number);
}

void watch_for_the_end() {
    if (__sanitizer_set_death_callback) {
        __sanitizer_set_death_callback(leave_input);
        std::signal(SIGABRT, on_signal);
    } else {
        for (int number : {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL}) std::signal(number, on_signal);
    }
}

void write_seeds(const std::string &folder) {
    int number = 0;
    for (const std::string &seed : fuzz::seeds()) std::ofstream(folder + "/seed-" + std::to_string(number++), std::ios::binary) << seed;
}

void run(const std::string &program, size_t count) {
    const std::vector<std::string> seeds = fuzz::seeds();
    current_file = program.substr(program.rfind('/') + 1) + ".input";
    watch_for_the_end();
    is_looking = true;
    dice rolled;
    for (size_t i = 0; i < count; i++) {
        std::string &bytes = current;
        bytes = seeds[i % seeds.size()];
        /* the seeds themselves come first */
        for (size_t n = i < seeds.size() ? 0 : 1 + rolled.below(6); n > 0; n--) mutate(bytes, seeds[rolled.below(seeds.size())], rolled);
        if (bytes.size() > kLongest) bytes.resize(kLongest);
        LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t *>(bytes.data()), bytes.size());
    }
    is_looking = false;
    std::remove(current_file.c_str()); /* of a run before */
    std::printf("%zu inputs\n", count);
}

}  // namespace

int main(int argc, char **argv) {
    if (argc == 3 && std::string(argv[1]) == "--seeds") {
        write_seeds(argv[2]);
        return 0;
    }
    if (argc != 2) {
        std::fprintf(stderr, "usage: %s COUNT | --seeds FOLDER\n", argv[0]);
        return 2;
    }
    run(argv[0], std::strtoul(argv[1], nullptr, 10));
    return 0;
}
