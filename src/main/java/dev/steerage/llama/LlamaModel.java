package dev.steerage.llama;

import dev.steerage.llama.binding.Steer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;

/**
 * A model that llama.cpp has loaded from a GGUF file. Contexts of it stay usable after it is
 * closed. Safe for several threads.
 */
public final class LlamaModel implements AutoCloseable {
  /** How several GPUs share a model. */
  public enum SplitMode {
    /** The first GPU has all of it. */
    NONE(Steer.STEER_SPLIT_NONE),
    /** Each has some of the blocks, with their share of the KV cache. */
    LAYER(Steer.STEER_SPLIT_LAYER),
    /** Rows of matrices are spread, where llama.cpp can do that on these devices. */
    ROW(Steer.STEER_SPLIT_ROW),
    /** All parts of all matrices are spread; llama.cpp needs flash attention for it. */
    TENSOR(Steer.STEER_SPLIT_TENSOR);

    private final int code;

    SplitMode(int code) {
      this.code = code;
    }
  }

  /**
   * How to load.
   *
   * @param gpuLayers blocks kept on GPUs; {@link #ALL_LAYERS} for all of them
   * @param devices GPUs by their index in {@link LlamaLibrary#devices()}; with none named, all of
   *     them, or none at all where no block is kept there
   * @param splitMode how they share the model
   * @param tensorSplit share of each GPU in use, in any unit; empty for shares by free memory
   * @param vocabularyOnly the tokenizer without weights
   * @param headBlocks number of first blocks that go on GPUs as the others say, while those behind
   *     them stay in the computer's memory; 0 for no such limit
   */
  public record Options(
      int gpuLayers,
      List<Integer> devices,
      SplitMode splitMode,
      List<Double> tensorSplit,
      boolean vocabularyOnly,
      int headBlocks) {
    /** All blocks on GPUs. */
    public static final int ALL_LAYERS = -1;

    public Options {
      devices = List.copyOf(devices);
      tensorSplit = List.copyOf(tensorSplit);
    }

    /** On all GPUs by their free memory. */
    public Options(int gpuLayers, boolean vocabularyOnly) {
      this(gpuLayers, List.of(), SplitMode.LAYER, List.of(), vocabularyOnly, 0);
    }

    /** The same with only so many first blocks on GPUs; 0 for no such limit. */
    public Options withHead(int blocks) {
      return new Options(gpuLayers, devices, splitMode, tensorSplit, vocabularyOnly, blocks);
    }

    /** Weights on the CPU. */
    public static Options cpu() {
      return new Options(0, false);
    }

    /** Only the tokenizer. */
    public static Options tokenizer() {
      return new Options(0, true);
    }
  }

  /** Options as the library takes them, with the memory that they point to. */
  private record Parameters(
      Steer.steer_model_params pointer, IntPointer devices, FloatPointer tensorSplit)
      implements AutoCloseable {
    Parameters(Options options) {
      this(
          Steer.steer_model_default_params(),
          new IntPointer(options.devices().stream().mapToInt(Integer::intValue).toArray()),
          new FloatPointer(floats(options.tensorSplit())));
      pointer
          .n_gpu_layers(options.gpuLayers())
          .vocab_only(options.vocabularyOnly())
          .devices(devices)
          .n_devices(options.devices().size())
          .split_mode(options.splitMode().code)
          .tensor_split(tensorSplit)
          .n_tensor_split(options.tensorSplit().size())
          .n_head_blocks(options.headBlocks());
    }

    private static float[] floats(List<Double> numbers) {
      float[] floats = new float[numbers.size()];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = numbers.get(i).floatValue();
      }
      return floats;
    }

    @Override
    public void close() {
      pointer.close();
      devices.close();
      tensorSplit.close();
    }
  }

  private final Path file;
  private final Handle<Steer.steer_model> handle;

  private LlamaModel(Path file, Steer.steer_model pointer) {
    this.file = file;
    this.handle = new Handle<>(this, "model", pointer, Steer::steer_model_free);
  }

  /**
   * Loads a GGUF file.
   *
   * @throws LlamaException with status FILE if llama.cpp does not accept it
   */
  public static LlamaModel load(Path file, Options options, Progress progress) {
    LlamaLibrary.load();
    Steer.steer_model pointer = new Steer.steer_model();
    try (BytePointer path = LlamaLibrary.cString(file.toString());
        Parameters parameters = new Parameters(options);
        ProgressCallback callback = new ProgressCallback(progress)) {
      int status = Steer.steer_model_init(path, parameters.pointer(), callback, null, pointer);
      callback.rethrow();
      LlamaLibrary.check(status);
    }
    return new LlamaModel(file, pointer);
  }

  /**
   * Loads the last blocks of a GGUF file as a model of their own, which goes on from the residual
   * stream: contexts of it take {@link LlamaContext#decodeResidual} alone, and its block 0 is the
   * file's block {@code firstLayer}. Its weights are in memory of their own. Whether it does what
   * the whole model does is to be compared: some architectures' blocks depend on their number.
   *
   * @param firstLayer 0-based, at least 1
   * @param options where they go; what is said of the vocabulary does not count
   * @throws LlamaException with status FILE if this architecture cannot be cut, with ARGUMENT if it
   *     has no such block
   */
  public static LlamaModel loadTail(Path file, int firstLayer, Options options) {
    LlamaLibrary.load();
    Steer.steer_model pointer = new Steer.steer_model();
    try (BytePointer path = LlamaLibrary.cString(file.toString());
        Parameters parameters = new Parameters(options)) {
      LlamaLibrary.check(
          Steer.steer_model_init_tail(path, firstLayer, parameters.pointer(), pointer));
    }
    return new LlamaModel(file, pointer);
  }

  /**
   * Bytes of the weights that {@link #loadTail} would load.
   *
   * @throws LlamaException as that does, as far as the file's header shows it
   */
  public static long tailBytes(Path file, int firstLayer) {
    LlamaLibrary.load();
    long[] bytes = new long[1];
    try (BytePointer path = LlamaLibrary.cString(file.toString())) {
      LlamaLibrary.check(Steer.steer_tail_size(path, firstLayer, bytes));
    }
    return bytes[0];
  }

  /** The file it was loaded from. */
  public Path file() {
    return file;
  }

  /** The model, for callers that hold this object's lock as long as they use it. */
  Steer.steer_model pointer() {
    return handle.get();
  }

  /** Tokens in the vocabulary. */
  public synchronized int vocabularySize() {
    return Steer.steer_model_n_vocab(handle.get());
  }

  /** Width of the residual stream (n_embd). */
  public synchronized int width() {
    return Steer.steer_model_n_embd(handle.get());
  }

  /** Number of transformer blocks; layers are 0 to this, exclusive. */
  public synchronized int layers() {
    return Steer.steer_model_n_layer(handle.get());
  }

  /** Tokens of context that the model was trained with. */
  public synchronized int trainedContext() {
    return Steer.steer_model_n_ctx_train(handle.get());
  }

  /** Bytes of all tensors. */
  public synchronized long sizeInBytes() {
    return Steer.steer_model_size(handle.get());
  }

  /** Number of weights. */
  public synchronized long parameters() {
    return Steer.steer_model_n_params(handle.get());
  }

  /** Type of the weights in llama.cpp's words, such as {@code Q4_K - Medium}. */
  public synchronized String weightType() {
    return LlamaLibrary.text(
        (buffer, size, n) -> Steer.steer_model_ftype(handle.get(), buffer, size, n));
  }

  /** Architecture, size and type in llama.cpp's words. */
  public synchronized String description() {
    return LlamaLibrary.text(
        (buffer, size, n) -> Steer.steer_model_description(handle.get(), buffer, size, n));
  }

  /** A single metadata value as text; empty where the key is missing or holds an array. */
  public synchronized Optional<String> metadata(String key) {
    Steer.steer_model pointer = handle.get();
    try (BytePointer name = LlamaLibrary.cString(key)) {
      return Optional.of(
          LlamaLibrary.text(
              (buffer, size, n) -> Steer.steer_model_metadata(pointer, name, buffer, size, n)));
    } catch (LlamaException e) {
      if (e.status() == LlamaException.Status.ARGUMENT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Whether a text's tokens begin with BOS. */
  public synchronized boolean addsBos() {
    return Steer.steer_model_add_bos(handle.get());
  }

  /** Whether a token ends a generation (EOS, end of turn); false for ids out of range. */
  public synchronized boolean isEndOfGeneration(int token) {
    return Steer.steer_model_is_eog(handle.get(), token);
  }

  /** Whether one cached token may stand for several sequences; false for recurrent models. */
  public synchronized boolean sharesPrompts() {
    return Steer.steer_model_shares_prompts(handle.get());
  }

  /** What a text's markers are, such as {@code <|im_end|>}. */
  public enum SpecialTokens {
    /** Plain text, whatever it looks like: for text from data files. */
    AS_TEXT,
    /** Control tokens. */
    PARSED
  }

  /**
   * Splits a text into tokens, with BOS before it where the model asks for one and never an EOS
   * behind it.
   *
   * @throws LlamaException if this model's tokenizer normalises text, so that tokens cannot be
   *     placed in it
   */
  public Tokens tokenize(String text, SpecialTokens specialTokens) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    boolean isMarkup = specialTokens == SpecialTokens.PARSED;
    return tokenize(utf8, isMarkup ? new int[] {0, utf8.length} : new int[0]);
  }

  /**
   * As {@link #tokenize(String, SpecialTokens)}, of UTF-8 bytes that are markup of a chat format in
   * some places: markers there are control tokens, and plain text everywhere else.
   *
   * @param markup two indices of bytes a range, begin (inclusive) and end (exclusive), ascending
   */
  public synchronized Tokens tokenize(byte[] utf8, int[] markup) {
    // a token has at least one byte, but for BOS and the blanks that some tokenizers put before a
    // text and behind each of its markers
    int capacity = 2 * utf8.length + 8;
    try (BytePointer text = new BytePointer(Math.max(1, utf8.length));
        IntPointer tokens = new IntPointer(capacity);
        IntPointer starts = new IntPointer(capacity);
        IntPointer count = new IntPointer(1);
        IntPointer ranges = new IntPointer(markup)) {
      text.put(utf8, 0, utf8.length);
      LlamaLibrary.check(
          Steer.steer_model_tokenize(
              handle.get(),
              text,
              utf8.length,
              true,
              ranges,
              markup.length / 2,
              tokens,
              starts,
              capacity,
              count));
      int[] ids = new int[count.get()];
      int[] offsets = new int[ids.length];
      tokens.get(ids);
      starts.get(offsets);
      return new Tokens(ids, offsets);
    }
  }

  /**
   * In what the tokenizer's vocabulary differs from that of another model, as a clause that may
   * hold text of both files; empty where it does not.
   */
  public Optional<String> vocabularyDifference(LlamaModel other) {
    // not synchronized: two threads that compare the same models in turn would wait for each other
    String clause =
        LlamaLibrary.text(
            (buffer, size, n) ->
                handle.use(
                    mine ->
                        other.handle.use(
                            theirs ->
                                Steer.steer_model_vocabulary_difference(
                                    mine, theirs, buffer, size, n))));
    return clause.isEmpty() ? Optional.empty() : Optional.of(clause);
  }

  /**
   * The bytes of one token as they stand in a text.
   *
   * @throws LlamaException if the id is not in the vocabulary
   */
  public synchronized byte[] piece(int token) {
    return LlamaLibrary.bytes(
        (buffer, size, n) -> Steer.steer_model_piece(handle.get(), token, buffer, size, n));
  }

  @Override
  public synchronized void close() {
    handle.close();
  }
}
