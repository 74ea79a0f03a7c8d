#include "tail_file.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

#include <sys/types.h>

#include "ggml.h"
#include "guard.h"
#include "tail_cut.h"

using steer::fail;
using steer::require;

namespace {

constexpr char kBlock[] = "blk.";

using metadata_handle = std::unique_ptr<gguf_context, decltype(&gguf_free)>;
using tensors_handle = std::unique_ptr<ggml_context, decltype(&ggml_free)>;

ssize_t on_read(void *cookie, char *out, size_t size) { return static_cast<steer::tail_file *>(cookie)->read(out, size); }

int on_seek(void *cookie, off64_t *offset, int whence) {
    const int64_t place = static_cast<steer::tail_file *>(cookie)->seek(*offset, whence);
    if (place < 0) return -1;
    *offset = place;
    return 0;
}

/* The name under which a tensor stands in the tail, "" where it stays behind. */
std::string tail_name(const char *name, int32_t first_layer) {
    if (std::strncmp(name, kBlock, sizeof kBlock - 1) != 0) return name;
    char *end = nullptr;
    const long block = std::strtol(name + sizeof kBlock - 1, &end, 10);
    if (*end != '.' || block < 0) return name;
    return block < first_layer ? "" : kBlock + std::to_string(block - first_layer) + end;
}

uint64_t file_size(std::FILE *file) {
    if (fseeko(file, 0, SEEK_END) != 0) fail(STEER_ERROR_FILE, "the file cannot be read");
    return static_cast<uint64_t>(ftello(file));
}

}  // namespace

steer::tail_file::tail_file(const char *path, int32_t first_layer) {
    source.reset(ggml_fopen(path, "rb"));
    if (!source) fail(STEER_ERROR_FILE, "the file cannot be opened");
    ggml_context *made = nullptr;
    const metadata_handle from(gguf_init_from_file_ptr(source.get(), {true, &made}), gguf_free);
    const tensors_handle tensors(made, ggml_free);
    if (!from || !made) fail(STEER_ERROR_FILE, "the file is no GGUF file");
    const std::string architecture = cuttable_architecture(from.get());
    const int32_t blocks = block_count(from.get(), architecture);
    require(first_layer >= 1 && first_layer < blocks,
            "a tail of this model begins with block 1 to " + std::to_string(blocks - 1) + ", not " + std::to_string(first_layer));
    if (gguf_find_key(from.get(), "split.count") >= 0) fail(STEER_ERROR_FILE, "the model is in several files, of which no tail is made");
    factor = steer::input_factor(from.get(), architecture);

    const metadata_handle to(gguf_init_empty(), gguf_free);
    gguf_set_kv(to.get(), from.get());
    cut_metadata(from.get(), to.get(), architecture, first_layer);
    add_tensors(from.get(), tensors.get(), to.get(), first_layer);
    header.resize(gguf_get_meta_size(to.get()));
    gguf_get_meta_data(to.get(), header.data());
    for (piece &p : pieces) p.begin += header.size();
    length = pieces.empty() ? header.size() : pieces.back().begin + pieces.back().size;
}

void steer::tail_file::add_tensors(const gguf_context *from, ggml_context *tensors, gguf_context *to, int32_t first_layer) {
    const uint64_t available = file_size(source.get());
    for (int64_t id = 0; id < gguf_get_n_tensors(from); id++) {
        const char *name = gguf_get_tensor_name(from, id);
        const std::string renamed = tail_name(name, first_layer);
        if (renamed.empty()) continue;
        const uint64_t begin = gguf_get_data_offset(from) + gguf_get_tensor_offset(from, id), size = gguf_get_tensor_size(from, id);
        if (begin > available || size > available - begin) fail(STEER_ERROR_FILE, std::string("the file ends before tensor ") + name + " does");
        ggml_tensor copy = *ggml_get_tensor(tensors, name);
        ggml_set_name(&copy, renamed.c_str());
        gguf_add_tensor(to, &copy);
        const int64_t added = gguf_get_n_tensors(to) - 1;
        /* positions are in the residual stream already */
        pieces.push_back({gguf_get_tensor_offset(to, added), size, begin, renamed == "position_embd.weight"});
        weights += size;
    }
}

steer::file_handle steer::tail_file::open() {
    position = 0;
    file_handle file(fopencookie(this, "rb", {on_read, nullptr, on_seek, nullptr}));
    if (!file) fail(STEER_ERROR_MEMORY, "no stream can be opened");
    return file;
}

int64_t steer::tail_file::read(char *out, size_t size) {
    if (position >= length || size == 0) return 0;
    if (position < header.size()) {
        const size_t n = std::min<size_t>(size, header.size() - position);
        std::memcpy(out, header.data() + position, n);
        position += n;
        return static_cast<int64_t>(n);
    }
    /* the first piece that ends behind this place */
    const auto p = std::upper_bound(pieces.begin(), pieces.end(), position, [](uint64_t at, const piece &q) { return at < q.begin + q.size; });
    const bool is_padding = position < p->begin;
    const auto n = static_cast<size_t>(std::min<uint64_t>(size, is_padding ? p->begin - position : p->begin + p->size - position));
    if (is_padding || p->is_zero) {
        std::memset(out, 0, n);
    } else {
        const auto at = static_cast<off_t>(p->source + (position - p->begin));
        if (fseeko(source.get(), at, SEEK_SET) != 0 || std::fread(out, 1, n, source.get()) != n) {
            errno = EIO;
            return -1;
        }
    }
    position += n;
    return static_cast<int64_t>(n);
}

int64_t steer::tail_file::seek(int64_t offset, int whence) {
    const auto base = static_cast<int64_t>(whence == SEEK_SET ? 0 : whence == SEEK_CUR ? position : length);
    if (base + offset < 0) {
        errno = EINVAL;
        return -1;
    }
    position = static_cast<uint64_t>(base + offset);
    return static_cast<int64_t>(position);
}
