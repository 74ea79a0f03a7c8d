package dev.steerage.llama;

import dev.steerage.llama.binding.Steer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * A KV cache and the means to decode with one model. Its calls are serialised; it stays usable
 * after the model is closed.
 */
public final class LlamaContext implements AutoCloseable {
  /** Type of the KV cache. */
  public enum KvType {
    /** The exact one. */
    F32,
    /** Half the memory; logprobs move by about 1e-3. */
    F16
  }

  /**
   * Sizes and precision.
   *
   * @param cells tokens that the KV cache holds, over all sequences
   * @param batchTokens most tokens in one {@link #decode}
   * @param sequences most sequences at once, 1 to {@value #MOST_SEQUENCES}
   * @param threads CPU threads
   * @param kvType type of the KV cache
   * @param flashAttention whether attention is computed blockwise: faster, not exact
   */
  public record Options(
      int cells,
      int batchTokens,
      int sequences,
      int threads,
      KvType kvType,
      boolean flashAttention) {
    /** Most sequences that llama.cpp keeps apart (LLAMA_MAX_SEQ). */
    public static final int MOST_SEQUENCES = 256;
  }

  private final Handle<Steer.steer_context> handle;
  private final int width;
  private final int layers;
  private final int vocabularySize;

  private LlamaContext(LlamaModel model, Steer.steer_context pointer) {
    this.handle = new Handle<>(this, "context", pointer, Steer::steer_context_free);
    this.width = model.width();
    this.layers = model.layers();
    this.vocabularySize = model.vocabularySize();
  }

  /**
   * Makes a context.
   *
   * @throws LlamaException if the sizes are out of range or memory does not suffice
   */
  public static LlamaContext of(LlamaModel model, Options options) {
    try (Steer.steer_context_params params = params(options)) {
      return of(model, params);
    }
  }

  /**
   * Makes a context that decodes as llama.cpp does by itself, without what capturing and injecting
   * need: to compare speeds with.
   *
   * @throws LlamaException if the sizes are out of range or memory does not suffice
   */
  public static LlamaContext bare(LlamaModel model, Options options) {
    try (Steer.steer_context_params params = params(options)) {
      return of(model, params.bare(true));
    }
  }

  private static LlamaContext of(LlamaModel model, Steer.steer_context_params params) {
    Steer.steer_context pointer = new Steer.steer_context();
    synchronized (model) {
      LlamaLibrary.check(Steer.steer_context_init(model.pointer(), params, pointer));
      return new LlamaContext(model, pointer);
    }
  }

  /** The caller closes it. */
  private static Steer.steer_context_params params(Options options) {
    return Steer.steer_context_default_params()
        .n_ctx(options.cells())
        .n_batch(options.batchTokens())
        .n_seq_max(options.sequences())
        .n_threads(options.threads())
        .kv_type(options.kvType() == KvType.F16 ? Steer.STEER_KV_F16 : Steer.STEER_KV_F32)
        .flash_attention(options.flashAttention());
  }

  /**
   * Adds {@code direction} to the output of block {@code layer} from now on, at every position, and
   * nothing at other layers. Cells that are in the cache keep what they hold: {@link #clear()}
   * them.
   *
   * @param layer 1 (inclusive) to the number of blocks (exclusive)
   * @param direction [width], scaled already
   * @throws LlamaException if layer, width or a value is out of range
   */
  public synchronized void steer(int layer, float[] direction) {
    if (layer < 1 || layer >= layers || direction.length != width) {
      throw new LlamaException(
          LlamaException.Status.ARGUMENT,
          "a direction of this model has "
              + width
              + " values for a layer of 1 to "
              + (layers - 1)
              + ", not "
              + direction.length
              + " for layer "
              + layer);
    }
    try (FloatPointer all = new FloatPointer((long) layers * width)) {
      Pointer.memset(all, 0, (long) Float.BYTES * layers * width);
      all.position((long) layer * width).put(direction, 0, width).position(0);
      LlamaLibrary.check(
          Steer.steer_context_set_control_vector(handle.get(), all, (long) layers * width));
    }
  }

  /** Takes the direction away again. */
  public synchronized void unsteer() {
    LlamaLibrary.check(Steer.steer_context_clear_control_vector(handle.get()));
  }

  /**
   * Adds {@code direction} to the output of block {@code layer} from now on, at the tokens that a
   * batch marks with {@link Batch.Injection#DIRECTION}, on top of what {@link #steer} adds. At all
   * tokens it does what {@link #steer} does; it can also act at block 0 and at some tokens. Cells
   * that are in the cache keep what they hold: {@link #clear()} them.
   *
   * @param layer 0 (inclusive) to the number of blocks (exclusive)
   * @param direction [width], scaled already
   * @throws LlamaException if layer, width or a value is out of range
   */
  public synchronized void inject(int layer, float[] direction) {
    LlamaLibrary.check(
        Steer.steer_context_set_injection(handle.get(), layer, direction, direction.length));
  }

  /** Takes the injected direction away again. */
  public synchronized void uninject() {
    LlamaLibrary.check(Steer.steer_context_clear_injection(handle.get()));
  }

  /**
   * Applies a LoRA adapter from now on and instead of the one before. At scale 0 nothing is
   * computed, so that everything is as without. Cells that are in the cache keep what they hold:
   * {@link #clear()} them.
   *
   * @param adapter of this context's model
   * @param scale its factor, on top of the file's own alpha / rank
   * @throws LlamaException if the adapter is of another model, or the scale not finite
   */
  public synchronized void adapt(LoraAdapter adapter, float scale) {
    LlamaLibrary.check(
        adapter.use(lora -> Steer.steer_context_set_lora(handle.get(), lora, scale)));
  }

  /** Takes the adapter away again. */
  public synchronized void unadapt() {
    LlamaLibrary.check(Steer.steer_context_clear_lora(handle.get()));
  }

  /**
   * Forgets one sequence; others that share its cells keep them.
   *
   * @throws LlamaException if there is no such sequence
   */
  public synchronized void forget(int sequence) {
    LlamaLibrary.check(Steer.steer_context_remove(handle.get(), sequence, 0));
  }

  /**
   * Draws the token that follows token {@code index} of the last batch.
   *
   * @throws LlamaException if that token was no output, or its logits are not finite
   */
  public synchronized int sample(Sampler sampler, int index) {
    int[] token = new int[1];
    LlamaLibrary.check(
        sampler.use(draws -> Steer.steer_sampler_sample(draws, handle.get(), index, token)));
    return token[0];
  }

  /**
   * Forgets all sequences but one.
   *
   * @throws LlamaException if there is no such sequence
   */
  public synchronized void keep(int sequence) {
    LlamaLibrary.check(Steer.steer_context_keep(handle.get(), sequence));
  }

  /**
   * Lets sequences begin with all that another one holds, in the same cells.
   *
   * @param sequences that hold nothing
   * @throws LlamaException if there is no such sequence, one holds something, or the model is
   *     recurrent ({@link LlamaModel#sharesPrompts()})
   */
  public synchronized void branch(int from, int... sequences) {
    LlamaLibrary.check(Steer.steer_context_branch(handle.get(), from, sequences, sequences.length));
  }

  /** Forgets all sequences. */
  public synchronized void clear() {
    LlamaLibrary.check(Steer.steer_context_clear(handle.get()));
  }

  /**
   * Decodes a batch. Its logits stay until the next decode, clear or close.
   *
   * @throws LlamaException if something in it is out of range, the cache has no room, or llama.cpp
   *     fails
   */
  public synchronized void decode(Batch batch) {
    LlamaLibrary.check(
        Steer.steer_context_decode(
            handle.get(),
            batch.size(),
            batch.tokens(),
            batch.positions(),
            batch.sequenceCounts(),
            batch.sequences(),
            batch.outputs(),
            batch.injected()));
  }

  /**
   * Decodes a batch as far as the last captured block and no further, and so without logits. Later
   * blocks have nothing of it in the cache: {@link #clear()} it before another kind of decode.
   *
   * @throws LlamaException as {@link #decode}, and if no block is captured
   */
  public synchronized void decodeTrunk(Batch batch) {
    LlamaLibrary.check(
        Steer.steer_context_decode_trunk(
            handle.get(),
            batch.size(),
            batch.tokens(),
            batch.positions(),
            batch.sequenceCounts(),
            batch.sequences()));
  }

  /**
   * Decodes a batch in a context of {@link LlamaModel#loadTail}: its tokens' residual stream takes
   * the place of the tokens, with a direction added where the batch marks it.
   *
   * @param rows its first ones, [batch, width], are the stream after the block before the model's
   *     first one; they stay as they are
   * @param direction [width], scaled already; zeros to add nothing
   * @throws LlamaException as {@link #decode}, and if this is a context of a whole model
   */
  public synchronized void decodeResidual(Batch batch, FloatRows rows, float[] direction) {
    if (direction.length != width) {
      throw new LlamaException(
          LlamaException.Status.ARGUMENT,
          "a direction of this model has " + width + " values, not " + direction.length);
    }
    try (FloatPointer added = new FloatPointer(direction);
        IntPointer positions = new IntPointer(batch.positions());
        IntPointer counts = new IntPointer(batch.sequenceCounts());
        IntPointer sequences = new IntPointer(batch.sequences());
        BytePointer outputs = new BytePointer(batch.outputs());
        BytePointer injected = new BytePointer(batch.injected())) {
      LlamaLibrary.check(
          Steer.steer_context_decode_residual(
              handle.get(),
              batch.size(),
              rows.pointer(batch.size()),
              (long) batch.size() * width,
              added,
              positions,
              counts,
              sequences,
              outputs,
              injected));
    }
  }

  /**
   * The logits that follow token {@code index} of the last batch, [vocabulary], as a read-only view
   * of native memory: not copied, valid until the next decode, clear or close, and not to be
   * touched after.
   *
   * @throws LlamaException if that token was no output
   */
  public synchronized FloatBuffer logits(int index) {
    FloatPointer row = Steer.steer_context_logits(handle.get(), index);
    if (row == null || row.isNull()) {
      throw new LlamaException(LlamaException.Status.ARGUMENT, LlamaLibrary.lastError());
    }
    return row.capacity(vocabularySize)
        .asByteBuffer()
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer()
        .asReadOnlyBuffer();
  }

  /**
   * Keeps the residual stream after these blocks from the next decode on, and after no others.
   *
   * @param layers 0-based; none to keep nothing
   * @throws LlamaException if the model has no such block
   */
  public synchronized void capture(int... layers) {
    LlamaLibrary.check(Steer.steer_context_capture(handle.get(), layers, layers.length));
  }

  /**
   * A copy of the residual stream after a captured block at token {@code index} of the last batch,
   * [width]: what the next block reads, steering included (Hugging Face's {@code
   * hidden_states[layer + 1]}; after the last block it is before the final norm).
   *
   * @throws LlamaException if the block is not captured, or, at the last block, the token no output
   */
  public synchronized float[] residual(int layer, int index) {
    FloatPointer row = Steer.steer_context_residual(handle.get(), layer, index);
    if (row == null || row.isNull()) {
      throw new LlamaException(LlamaException.Status.ARGUMENT, LlamaLibrary.lastError());
    }
    float[] values = new float[width];
    row.get(values);
    return values;
  }

  /**
   * Copies the residual stream after a captured block at every token of the last batch.
   *
   * @param tokens number of tokens of that batch
   * @param rows its first ones get them, [tokens, width]; it grows as needed
   * @throws LlamaException if the block is not captured, or the graph does not give every token's
   */
  public synchronized void copyResiduals(int layer, int tokens, FloatRows rows) {
    rows.reserve(tokens);
    LlamaLibrary.check(
        Steer.steer_context_copy_residuals(
            handle.get(), layer, rows.pointer(tokens), (long) tokens * width));
  }

  /**
   * Log-softmax of the last batch's logits at targets, natively on all threads.
   *
   * @param indices in the batch, of outputs
   * @param targets token ids, as many
   * @throws LlamaException if an index is no output, a target not in the vocabulary, or a row not
   *     finite
   */
  public List<TargetLogprob> targetLogprobs(int[] indices, int[] targets) {
    return scores(indices, targets, null, null).stream().map(RowScores::target).toList();
  }

  /**
   * What the logits that follow tokens of the last batch say of targets, and how far they are from
   * kept rows, natively on all threads.
   *
   * @param indices in the batch, of outputs
   * @param targets token ids, as many
   * @param baseline its first rows are what those are compared with, one an index; null for none
   * @param reference likewise
   * @throws LlamaException if an index is no output, a target not in the vocabulary, there are
   *     fewer rows, or one is not finite
   */
  public synchronized List<RowScores> scores(
      int[] indices, int[] targets, @Nullable FloatRows baseline, @Nullable FloatRows reference) {
    if (indices.length != targets.length) {
      throw new IllegalArgumentException(
          indices.length + " indices for " + targets.length + " targets");
    }
    int n = indices.length;
    try (IntPointer nativeIndices = new IntPointer(indices);
        IntPointer nativeTargets = new IntPointer(targets)) {
      return RowScores.of(
          n,
          baseline != null,
          reference != null,
          results ->
              Steer.steer_context_scores(
                  handle.get(),
                  n,
                  nativeIndices,
                  nativeTargets,
                  RowScores.pointer(baseline, n),
                  RowScores.pointer(reference, n),
                  floats(indices),
                  results));
    }
  }

  /**
   * Copies the logits that follow tokens of the last batch.
   *
   * @param indices in the batch, of outputs
   * @param rows their first rows get them, one an index; it grows as needed
   * @throws LlamaException if an index is no output
   */
  public synchronized void copyLogits(int[] indices, FloatRows rows) {
    rows.reserve(indices.length);
    try (IntPointer native_ = new IntPointer(indices)) {
      LlamaLibrary.check(
          Steer.steer_context_copy_logits(
              handle.get(),
              indices.length,
              native_,
              rows.pointer(indices.length),
              floats(indices)));
    }
  }

  private long floats(int[] indices) {
    return (long) indices.length * vocabularySize;
  }

  @Override
  public synchronized void close() {
    handle.close();
  }
}
