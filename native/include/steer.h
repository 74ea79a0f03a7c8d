/*
 * steer.h: what Steerage needs of llama.cpp, as a C interface.
 *
 * Every function returns a status (STEER_OK or a STEER_ERROR_*) unless it says otherwise. After a failure
 * steer_last_error() gives one sentence, with llama.cpp's own messages of that call where there are any.
 * No exception and no failed assertion of this file crosses the interface: arguments are checked before llama.cpp
 * sees them, because its own assertions end the process.
 *
 * Handles: *_init makes, *_free releases; free(NULL) is a no-op. A context holds a reference to its model, so the two may
 * be freed in any order. A context may be used by one thread at a time; a model by several.
 *
 * Text is UTF-8 bytes and a byte count, never a terminated string, except for file names. Indices are 0-based; ranges say whether
 * their end is included. Layer il is the 0-based transformer block whose output is meant (llama.cpp's `il`).
 */
#ifndef STEER_H
#define STEER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define STEER_API __attribute__((visibility("default")))
#else
#define STEER_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef struct steer_model steer_model;
typedef struct steer_context steer_context;
typedef struct steer_lora steer_lora;
typedef struct steer_sampler steer_sampler;

enum steer_status {
    STEER_OK = 0,
    STEER_ERROR_ARGUMENT = 1, /* an argument out of range: nothing was changed */
    STEER_ERROR_FILE = 2,     /* a file that cannot be read, or that llama.cpp does not accept */
    STEER_ERROR_MEMORY = 3,   /* memory, or no room in the KV cache */
    STEER_ERROR_CANCELLED = 4,/* a progress callback asked to stop */
    STEER_ERROR_INTERNAL = 5, /* llama.cpp failed otherwise */
    STEER_ERROR_NOT_FINITE = 6 /* the model gives values that are NaN or infinite */
};

enum steer_kv_type { STEER_KV_F32 = 0, STEER_KV_F16 = 1 };

/* Called with the share done, 0 to 1, from the thread that made the call; returns 0 to go on, anything else to stop. */
typedef int (*steer_progress_callback)(float share, void *user);

/* The last failure of this thread, "" where there is none; valid until this thread's next call. Never NULL. */
STEER_API const char *steer_last_error(void);

/* llama.cpp's version, such as "0.5.0"; static storage. */
STEER_API const char *steer_llama_version(void);

/* What this build and CPU can do, llama.cpp's own line ("CPU : AVX2 = 1 | ..."); static storage. */
STEER_API const char *steer_system_info(void);

/* Number of compute devices, and one line about each: name, description, memory in bytes (0 where unknown). */
STEER_API int32_t steer_device_count(void);
STEER_API int steer_device_get(int32_t index, char *name, size_t name_size, char *description, size_t description_size,
                               uint64_t *memory_free, uint64_t *memory_total);

/* ---- devices of other machines (llama.cpp's RPC backend; scripts/build-native.sh --rpc) ---- */

/* Whether this build has it; without it the two functions below fail with STEER_ERROR_ARGUMENT. */
STEER_API bool steer_has_rpc(void);

/*
 * Adds the devices of a server to those of steer_device_get, behind the others; the description of each is the endpoint ("host:port").
 * One that was added before stays as it is. Waits until the server is free, which serves one client at a time.
 *
 * A server that goes while its devices are in use ends the process with exit code 1, after a sentence on standard error that names it:
 * llama.cpp notices on a thread of its own, which has nobody to tell.
 */
STEER_API int steer_rpc_add(const char *endpoint);

/*
 * Serves this machine's devices, by their index in steer_device_get, at an endpoint to whoever connects, one client after the other; the
 * protocol knows no authentication. Returns only after a failure. n_threads are the CPU's. cache_folder, where weights that clients
 * send are kept for their next start, is there already, or NULL.
 */
STEER_API int steer_rpc_serve(const char *endpoint, const char *cache_folder, int32_t n_threads, const int32_t *devices, int32_t n_devices);

/* ---- model ---- */

/* How several GPUs share a model: one has it all; each some layers; rows of matrices; all parts of matrices (with flash attention alone). */
enum steer_split_mode { STEER_SPLIT_NONE = 0, STEER_SPLIT_LAYER = 1, STEER_SPLIT_ROW = 2, STEER_SPLIT_TENSOR = 3 };

typedef struct steer_model_params {
    int32_t n_gpu_layers; /* layers kept on GPUs; negative = all; 0 = none */
    bool use_mmap;        /* map the file instead of reading it */
    bool vocab_only;      /* the tokenizer without weights: no context can be made of it */
    /*
     * GPUs by their index in steer_device_get, each once. With none named: every GPU where n_gpu_layers is not 0, and no GPU at all
     * where it is. With n_gpu_layers 0 the GPUs named multiply large batches with weights that stay in the computer's memory.
     */
    const int32_t *devices;
    int32_t n_devices;
    int32_t split_mode; /* enum steer_split_mode; STEER_SPLIT_NONE takes the first GPU */
    /* share of the model on each GPU in use, in their order, in any unit; with none: by free memory */
    const float *tensor_split;
    int32_t n_tensor_split;
    /*
     * 0, or the number of first blocks whose weights go on GPUs as the above says; those of the blocks behind them stay in the computer's
     * memory, as where GPUs are to have room for steer_model_init_tail's.
     */
    int32_t n_head_blocks;
} steer_model_params;

STEER_API steer_model_params steer_model_default_params(void);

/* Loads a GGUF file. progress may be NULL. *out is owned by the caller. */
STEER_API int steer_model_init(const char *path, steer_model_params params, steer_progress_callback progress, void *user,
                               steer_model **out);
STEER_API void steer_model_free(steer_model *model);

/*
 * Loads the last blocks of a GGUF file, from first_layer (0-based, at least 1) on, as a model of their own that goes on from the residual
 * stream: its block 0 is the file's block first_layer, and contexts of it take steer_context_decode_residual alone. The weights are read into memory of
 * their own, in the file's types and for the same kernels as steer_model_init's. STEER_ERROR_FILE where the architecture cannot be cut there
 * or the model is in several files. Of params, where it goes counts, use_mmap and vocab_only do not. *out is owned by the caller.
 *
 * That architectures are listed as ones that can be cut says that they load and decode: whether the result is that of the whole model is
 * to be compared, for some have blocks that depend on their number.
 */
STEER_API int steer_model_init_tail(const char *path, int32_t first_layer, steer_model_params params, steer_model **out);
/* Bytes of the weights that steer_model_init_tail would load; what it would refuse before reading them, it refuses. */
STEER_API int steer_tail_size(const char *path, int32_t first_layer, uint64_t *bytes);

STEER_API int32_t steer_model_n_vocab(const steer_model *model);
STEER_API int32_t steer_model_n_embd(const steer_model *model);
STEER_API int32_t steer_model_n_layer(const steer_model *model);
/* Tokens of context that the model was trained with. */
STEER_API int32_t steer_model_n_ctx_train(const steer_model *model);
/* Bytes of all tensors; number of weights. */
STEER_API uint64_t steer_model_size(const steer_model *model);
STEER_API uint64_t steer_model_n_params(const steer_model *model);
/* Whether tokenized texts of this model begin with a BOS token; its id, or -1. */
STEER_API bool steer_model_add_bos(const steer_model *model);
STEER_API int32_t steer_model_bos(const steer_model *model);
/* Whether a token ends a generation (EOS, end of turn, ...); false for ids out of range. */
STEER_API bool steer_model_is_eog(const steer_model *model, int32_t token);

/*
 * Strings of a model are copied to buf as bytes without a terminator, at most buf_size of them; *length gets the whole length,
 * so a call with buf_size 0 asks for it.
 */
/* Type of the weights in llama.cpp's words, such as "Q4_K - Medium". */
STEER_API int steer_model_ftype(const steer_model *model, char *buf, size_t buf_size, size_t *length);
/* Architecture, size and type in llama.cpp's words, such as "llama 7B Q8_0". */
STEER_API int steer_model_description(const steer_model *model, char *buf, size_t buf_size, size_t *length);
/* A scalar metadata value as text; STEER_ERROR_ARGUMENT where the key is missing or an array. */
STEER_API int steer_model_metadata(const steer_model *model, const char *key, char *buf, size_t buf_size, size_t *length);

/* ---- tokens ---- */

/*
 * Splits text into tokens. With add_bos a BOS token comes first where the model's metadata ask for one and the text does not begin with
 * it; no EOS is ever added.
 *
 * Control tokens are found in markup only: n_markup ranges of bytes, each two numbers, begin (inclusive) and end (exclusive), ascending
 * (they are what a chat format writes around texts). Everywhere else, as in text from a data file, a marker is text whatever it looks like.
 *
 * starts[i] is the byte offset in text at which token i begins; a token ends where the next one begins, the last at text_length.
 * BOS has no bytes: it starts (and ends) at 0. A blank that the tokenizer puts before the text has no byte of its own. Several tokens may share an offset.
 * Blanks that a control token swallows (the vocabulary's lstrip, rstrip) belong to it, within its range of markup.
 * *n_tokens gets the number of tokens; with capacity too small nothing is written and STEER_ERROR_ARGUMENT is returned,
 * but *n_tokens is right. Where the tokens do not spell the text (a tokenizer that normalises it), STEER_ERROR_INTERNAL names the byte.
 */
STEER_API int steer_model_tokenize(const steer_model *model, const char *text, size_t text_length, bool add_bos,
                                   const int32_t *markup, int32_t n_markup, int32_t *tokens, int32_t *starts,
                                   int32_t capacity, int32_t *n_tokens);

/*
 * In what the vocabularies of two models differ (kind, number of tokens, BOS, a token's text or kind), as a clause; "" where they are the same. The
 * clause may hold text of the models' files. Buffer rule as above.
 */
STEER_API int steer_model_vocabulary_difference(const steer_model *a, const steer_model *b, char *buf, size_t buf_size,
                                                size_t *length);

/* Whether a token stands for several sequences at once in the cache (false for recurrent models): see steer_context_decode. */
STEER_API bool steer_model_shares_prompts(const steer_model *model);

/* The bytes of one token, as they stand in a text (control tokens as their markers). Buffer rule as above. */
STEER_API int steer_model_piece(const steer_model *model, int32_t token, char *buf, size_t buf_size, size_t *length);

/* ---- chat ---- */

/* The names of llama.cpp's built-in chat templates, by index; NULL past the last. Static storage. */
STEER_API const char *steer_chat_template(int32_t index);

/*
 * A conversation as a built-in chat template writes it (llama_chat_apply_template). chat_template is one of the names above or a Jinja
 * text in which llama.cpp recognises one of them; it is never executed. system may be NULL. With assistant NULL the text ends where the answer is to begin. No BOS
 * is written but where the template has one in its text. STEER_ERROR_ARGUMENT where llama.cpp does not know the template.
 */
STEER_API int steer_chat_format(const char *chat_template, const char *system, const char *user, const char *assistant, char *buf,
                                size_t buf_size, size_t *length);

/* ---- context ---- */

typedef struct steer_context_params {
    int32_t n_ctx;     /* cells of the KV cache, shared by all sequences */
    int32_t n_batch;   /* most tokens in one steer_context_decode */
    int32_t n_seq_max; /* most sequences at once, 1 to 256 */
    int32_t n_threads; /* CPU threads for decoding and for the log-softmax */
    int32_t kv_type;   /* enum steer_kv_type */
    bool flash_attention;
    bool bare; /* llama.cpp's decode and nothing in its way: no capture, no injection; to compare speeds with */
} steer_context_params;

/* 2048 cells, 512 tokens, 64 sequences, all cores, F32 cache, no flash attention: the exact settings. */
STEER_API steer_context_params steer_context_default_params(void);

STEER_API int steer_context_init(steer_model *model, steer_context_params params, steer_context **out);
STEER_API void steer_context_free(steer_context *context);

/*
 * Sets the control vector: directions is [n_layer, n_embd] with row il added to the residual stream after block il, at every
 * position of every sequence. All rows are passed, zeros where nothing is added, because llama.cpp leaves the rows of the vector before
 * in place where a new one is shorter. Row 0 must be zero: llama.cpp cannot steer block 0 (llama_set_adapter_cvec
 * starts at layer 1). Values must be finite. KV cells decoded before keep what they hold: clear them.
 */
STEER_API int steer_context_set_control_vector(steer_context *context, const float *directions, size_t n_floats);
/* Takes it away again. */
STEER_API int steer_context_clear_control_vector(steer_context *context);

/*
 * Adds direction (n_embd finite values) to the residual stream after block layer at the tokens that a decode marks, from the next decode on and
 * instead of the one before: what a control vector cannot do, layer 0 and chosen tokens. At all tokens of a layer above 0 the two do the
 * same. KV cells decoded before keep what they hold: clear them.
 */
STEER_API int steer_context_set_injection(steer_context *context, int32_t layer, const float *direction, size_t n_floats);
/* Takes it away again. */
STEER_API int steer_context_clear_injection(steer_context *context);

/* Loads a LoRA adapter in GGUF for a model. It holds a reference to the model: they may be freed in any order. *out is owned by the caller. */
STEER_API int steer_lora_init(steer_model *model, const char *path, steer_lora **out);
STEER_API void steer_lora_free(steer_lora *lora);

/*
 * Applies an adapter of the context's model, times scale, from now on and instead of the one before. At scale 0 nothing is computed, so that
 * it is as without. The context holds a reference to it. KV cells decoded before keep what they hold: clear them.
 */
STEER_API int steer_context_set_lora(steer_context *context, steer_lora *lora, float scale);
/* Takes it away again. */
STEER_API int steer_context_clear_lora(steer_context *context);

/*
 * Keeps the residual stream after these blocks (0-based) from the next decode on, and after no others; n_layers 0 = none. It is what the
 * next block reads, steering included: Hugging Face's hidden_states[layer + 1], but for the last layer, which has it before the final norm.
 */
STEER_API int steer_context_capture(steer_context *context, const int32_t *layers, int32_t n_layers);

/*
 * The n_embd values of the residual stream after a captured block at token i of the last decode, owned by the context and valid until its
 * next decode or free; NULL where there are none (steer_last_error() says so). At the last block only outputs have one.
 */
STEER_API const float *steer_context_residual(steer_context *context, int32_t layer, int32_t i);

/*
 * Copies the residual stream after a captured block at all tokens of the last decode to out, [n_tokens, n_embd]; n_floats is their product.
 * STEER_ERROR_INTERNAL where the graph does not give every token's.
 */
STEER_API int steer_context_copy_residuals(steer_context *context, int32_t layer, float *out, size_t n_floats);

/* Forgets all sequences. */
STEER_API int steer_context_clear(steer_context *context);
/* Forgets one sequence from position p0 (inclusive) to its end; other sequences that share the cells keep them. */
STEER_API int steer_context_remove(steer_context *context, int32_t sequence, int32_t p0);
/* Forgets all sequences but one. */
STEER_API int steer_context_keep(steer_context *context, int32_t sequence);
/*
 * Lets sequences begin with all that another one holds, in the same cells: sequences[k], k below n, none of them from, must hold nothing.
 * STEER_ERROR_ARGUMENT for a recurrent model, whose states are not shared.
 */
STEER_API int steer_context_branch(steer_context *context, int32_t from, const int32_t *sequences, int32_t n);

/*
 * Decodes n_tokens tokens. Token i stands at positions[i] in the n_sequences[i] sequences that sequences lists, one token's after the other's
 * (so sequences has the sum of n_sequences entries): a prompt that two continuations share is decoded once with both ids.
 * outputs[i] != 0 asks for the logits that follow token i. They stay valid until the next decode, clear or free of this context.
 * injected[i] != 0 adds the injected direction at token i, where one is set; NULL = at none. In a recurrent or hybrid model it is all tokens or
 * none, because its graph has them in another order. After a failure of the decode the cache holds part of it: clear it.
 */
STEER_API int steer_context_decode(steer_context *context, int32_t n_tokens, const int32_t *tokens,
                                   const int32_t *positions, const int32_t *n_sequences, const int32_t *sequences,
                                   const int8_t *outputs, const int8_t *injected);

/*
 * As steer_context_decode without outputs, as far as the last captured block and no further: the trunk that different additions to the residual stream
 * have in common. At least one block must be captured, and none of them may be the model's last one. Later blocks' cells of the cache hold
 * nothing of these tokens: clear it before another kind of decode.
 */
STEER_API int steer_context_decode_trunk(steer_context *context, int32_t n_tokens, const int32_t *tokens, const int32_t *positions,
                                         const int32_t *n_sequences, const int32_t *sequences);

/*
 * As steer_context_decode in a context of steer_model_init_tail's model: rows, [n_tokens, n_embd], is the residual stream after the block before its
 * first one, and direction, n_embd finite values or NULL = nothing, is added to it at the tokens with injected[i] != 0 (NULL = at all).
 * n_floats is n_tokens * n_embd. rows and direction are not changed. An injection that the context has set does not act here.
 */
STEER_API int steer_context_decode_residual(steer_context *context, int32_t n_tokens, const float *rows, size_t n_floats,
                                            const float *direction, const int32_t *positions, const int32_t *n_sequences,
                                            const int32_t *sequences, const int8_t *outputs, const int8_t *injected);

/*
 * The n_vocab logits that follow token i of the last decode, owned by the context and not copied, or NULL where token i was not an output
 * (steer_last_error() says so).
 */
STEER_API const float *steer_context_logits(steer_context *context, int32_t i);

/* What the distribution that follows a token says of a target token, and how far it is from others. */
typedef struct steer_token_scores {
    double logprob;        /* log softmax(logits)[target], nats, summed in double */
    double entropy;        /* of the whole distribution, nats */
    double kl_baseline;    /* KL(baseline || this) = sum p_base (log p_base - log p), nats, in double; never below 0; 0 where not compared */
    double kl_reference;   /* likewise from the reference */
    int32_t rank;          /* tokens with a greater logit: 0 = the most likely */
    int32_t top;           /* the most likely token; the smallest id where several tie */
    int32_t baseline_top;  /* likewise the baseline's and the reference's; -1 where not compared */
    int32_t reference_top;
} steer_token_scores;

/*
 * Log-softmax over the last decode's outputs, gathered at targets, on all threads of the context: results[k] is about token targets[k]
 * after token indices[k] of the batch. baseline and reference are kept rows of other passes, [n_rows, n_vocab], with row k the one that
 * row k is compared with, or NULL for none; n_floats is n_rows * n_vocab in any case. Equal rows give a divergence of exactly 0. A row with a
 * value that is not finite is STEER_ERROR_NOT_FINITE and named; where the probabilities of the first row do not sum to 1 within 1e-4, STEER_ERROR_INTERNAL.
 */
STEER_API int steer_context_scores(steer_context *context, int32_t n_rows, const int32_t *indices, const int32_t *targets,
                                   const float *baseline, const float *reference, size_t n_floats, steer_token_scores *results);

/* The same of rows that were copied, [n_rows, n_vocab], on n_threads threads and without a context: the same numbers to the bit. */
STEER_API int steer_row_scores(const float *rows, int32_t n_rows, int32_t n_vocab, const int32_t *targets, const float *baseline,
                               const float *reference, size_t n_floats, int32_t n_threads, steer_token_scores *results);

/* Copies the logits that follow tokens indices[k] of the last decode to out, [n_rows, n_vocab]; n_floats is their product. */
STEER_API int steer_context_copy_logits(steer_context *context, int32_t n_rows, const int32_t *indices, float *out,
                                        size_t n_floats);

/* ---- sampling ---- */

typedef struct steer_sampler_params {
    float temperature; /* what logits are divided by; 0 = always the most likely token, the smallest id where several tie */
    int32_t top_k;     /* tokens that are kept, the most likely ones; 0 = all */
    float top_p;       /* of those, the most likely ones that together have this probability; 1 = all */
    uint32_t seed;     /* of the draws; 2^32 - 1 draws as 2^32 - 2 */
} steer_sampler_params;

/* One stream of draws: temperature, then top_k, then top_p, as in Hugging Face's generate. Used by one thread at a time. */
STEER_API int steer_sampler_init(steer_sampler_params params, steer_sampler **out);
STEER_API void steer_sampler_free(steer_sampler *sampler);

/* Draws the token that follows token i of the context's last decode. A row that is not finite is STEER_ERROR_NOT_FINITE. */
STEER_API int steer_sampler_sample(steer_sampler *sampler, steer_context *context, int32_t i, int32_t *token);

/* ---- quantization ---- */

/* How much the values of each column of a model's matrices matter: means of the squared activations they are multiplied with. */
typedef struct steer_imatrix steer_imatrix;

/*
 * An empty importance matrix. file, dataset (NULL where unknown) and n_chunks (0 where unknown) say where it comes from and end up in a
 * quantized file's metadata, texts cut to 127 bytes. *out is owned by the caller.
 */
STEER_API int steer_imatrix_init(const char *file, const char *dataset, int32_t n_chunks, steer_imatrix **out);
STEER_API void steer_imatrix_free(steer_imatrix *imatrix);
/*
 * Adds a tensor's importances, one a column (for experts: each expert's after the other), finite and not negative; they are copied. How
 * many a tensor of the model needs is not checked here: too few or many fail in steer_quantize.
 */
STEER_API int steer_imatrix_add(steer_imatrix *imatrix, const char *tensor, const float *values, int64_t n_values);

/*
 * What steer_quantize would do, without reading weights. imatrix may be NULL; *needs_imatrix is set where the type is refused without one, or
 * because imatrix lacks a tensor. The
 * tensors whose rows do not fit the type meant for them are copied to buf by the buffer rule above, one a line: its name, that type and
 * the type it gets, with tabs between, types by ggml's names ("q4_K").
 */
STEER_API int steer_quantize_plan(const char *path_in, const char *type, const steer_imatrix *imatrix, bool *needs_imatrix,
                                  char *buf, size_t buf_size, size_t *length);

/*
 * Writes path_in as path_out with weights of the type named as llama.cpp does ("f32", "f16", "bf16", "q8_0", "q4_k_m", ...; case does
 * not count). path_out appears only when it is complete; until then it is path_out with ".part" behind it. n_threads 0 = all cores. A
 * file that is quantized already is refused unless allow_requantize. imatrix and progress may be NULL.
 */
STEER_API int steer_quantize(const char *path_in, const char *path_out, const char *type, int32_t n_threads,
                             bool allow_requantize, const steer_imatrix *imatrix, steer_progress_callback progress, void *user);

/* The names that steer_quantize knows, by index; NULL past the last. Static storage. */
STEER_API const char *steer_quantize_type(int32_t index);

/* general.file_type of a file of such a type; -1 where there is none. */
STEER_API int32_t steer_quantize_file_type(const char *type);

#ifdef __cplusplus
}
#endif

#endif
