package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.evaluation.Inputs.ModelInput;
import dev.steerage.likelihood.ChatFormat;
import dev.steerage.likelihood.TokenizedPair;
import dev.steerage.llama.LlamaContext;
import dev.steerage.llama.LlamaException;
import dev.steerage.llama.LlamaModel;
import dev.steerage.vector.PairDifferences;
import dev.steerage.vector.PairDifferences.Keep;
import dev.steerage.vector.Separation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Extracts a steering vector for each layer: pairs are decoded once, first those that the vectors
 * are made of, then those that they are measured on.
 */
public final class Extraction {
  private static final int LEAST_PAIRS = 2;

  private final ExtractionSpec spec;
  private final EvaluationListener listener;
  private final ModelInput input;
  private final ExtractionPairs source;
  private final List<TokenizedPair> training = new ArrayList<>();
  private final List<TokenizedPair> heldOut = new ArrayList<>();
  private List<Integer> layers = List.of();

  /**
   * An extraction that is still to be checked and run.
   *
   * @param input the spec's model
   * @param source the spec's pairs
   */
  Extraction(
      ExtractionSpec spec, ModelInput input, ExtractionPairs source, EvaluationListener listener) {
    this.spec = spec;
    this.input = input;
    this.source = source;
    this.listener = listener;
  }

  /**
   * Runs a spec and writes its vectors. Everything that can be wrong with the inputs and the output
   * is found before weights are loaded, but for pairs that do not differ.
   *
   * @throws InputException if a file or a setting cannot be used
   * @throws LlamaException if llama.cpp fails
   */
  public static ExtractionResult run(
      ExtractionSpec spec, VectorTarget target, EvaluationListener listener) {
    target.check();
    ExtractionPairs source = ExtractionPairs.read(spec.source(), spec.position(), listener);
    listener.stage("reading " + spec.model());
    ModelInput input = ModelInput.read(spec.model());
    Models.warning(spec.engine()).ifPresent(listener::warning);
    Extraction extraction = new Extraction(spec, input, source, listener);
    try (LlamaModel model = Models.load(spec.model(), LlamaModel.Options.tokenizer())) {
      ChatFormat format = ChatFormats.of(spec.chatFormat(), model);
      ChatFormats.warning(format, model).ifPresent(listener::warning);
      extraction.check(model, format);
    }
    return extraction.extract(target);
  }

  /**
   * Makes tokens of the pairs.
   *
   * @param model of which at least the tokenizer is loaded
   * @throws InputException if the pairs or the spec do not fit the model
   */
  void check(LlamaModel model, ChatFormat format) {
    ModelShape shape = ModelShape.of(model);
    layers = layers(shape);
    ExtractionTokenizer tokenizer = new ExtractionTokenizer(model, format);
    int place = 0;
    for (ExtractionPairs.Source pair : source.pairs()) {
      TokenizedPair tokens = tokenize(pair, tokenizer);
      checkLength(pair, tokens, shape);
      place++;
      boolean isHeldOut = spec.heldOut() > 0 && place % spec.heldOut() == 0;
      (isHeldOut ? heldOut : training).add(tokens);
    }
    checkCounts();
    if (spec.method().keep() == Keep.EACH) {
      long floats = (long) training.size() * layers.size() * shape.width();
      checkMemory(Float.BYTES * floats, Runtime.getRuntime().maxMemory());
    }
  }

  private List<Integer> layers(ModelShape shape) {
    List<Integer> all = IntStream.range(1, shape.layers()).boxed().toList();
    for (int layer : spec.layers()) {
      if (!all.contains(layer)) {
        throw new InputException(
            "model %s has no layer %d; give --layers of 1 to %d"
                .formatted(input.name(), layer, shape.layers() - 1));
      }
    }
    return spec.layers().isEmpty() ? all : spec.layers();
  }

  private static TokenizedPair tokenize(
      ExtractionPairs.Source pair, ExtractionTokenizer tokenizer) {
    try {
      return pair.tokenize(tokenizer);
    } catch (InputException e) {
      throw InputException.in(pair.file(), String.valueOf(e.getMessage()), e);
    }
  }

  private void checkLength(ExtractionPairs.Source pair, TokenizedPair tokens, ModelShape shape) {
    int longest = Math.max(tokens.positive().length(), tokens.negative().length());
    if (shape.context() > 0 && longest > shape.context()) {
      throw InputException.in(
          pair.file(),
          "pair %s has %d tokens, more than the context of model %s (%d); shorten it or take it out"
              .formatted(pair.id(), longest, input.name(), shape.context()));
    }
  }

  private void checkCounts() {
    if (training.size() < LEAST_PAIRS) {
      throw InputException.in(
          source.pairs().get(0).file(),
          "leaves %d to extract from, and at least %d pairs are needed; add pairs"
              .formatted(training.size(), LEAST_PAIRS));
    }
    if (spec.heldOut() > 0 && heldOut.size() < LEAST_PAIRS) {
      listener.warning(
          "%d of %d pairs held out are too few to measure the layers on; no layer is recommended"
              .formatted(heldOut.size(), source.pairs().size()));
    }
  }

  /** Refuses what would take more than half of Java's memory. */
  static void checkMemory(long bytes, long heap) {
    if (bytes > heap / 2) {
      throw new InputException(
          "this method keeps each pair's difference, %d MB, more than half of Java's memory (%d MB); give fewer pairs, --method mean-difference, or (steerage extract) fewer --layers"
              .formatted(bytes >> 20, heap >> 20));
    }
  }

  /** Decodes what {@link #check} has made tokens of, and writes the vectors. */
  ExtractionResult extract(VectorTarget target) {
    listener.stage("loading " + input.name());
    try (LlamaModel model = Models.load(spec.model(), spec.engine().gpus().options())) {
      boolean sharing = model.sharesPrompts();
      long tokens =
          IntStream.concat(costs(training, sharing), costs(heldOut, sharing)).asLongStream().sum();
      listener.started(tokens, 1, 0);
      try (LlamaContext context = LlamaContext.of(model, options(sharing))) {
        ResidualReader reader =
            new ResidualReader(
                model, context, spec.engine().batchTokens(), layers, listener::decoded);
        List<PairDifferences> differences =
            layers.stream()
                .map(layer -> new PairDifferences(model.width(), spec.method().keep()))
                .toList();
        reader.read(
            training,
            sharing,
            (positive, negative) -> {
              for (int l = 0; l < layers.size(); l++) {
                differences.get(l).add(positive[l], negative[l]);
              }
            });
        List<double[]> vectors = vectors(differences);
        List<Separation> separations = vectors.stream().map(Separation::new).toList();
        reader.read(
            heldOut,
            sharing,
            (positive, negative) -> {
              for (int l = 0; l < layers.size(); l++) {
                separations.get(l).add(positive[l], negative[l]);
              }
            });
        listener.finished();
        ExtractionResult result = result(vectors, separations);
        target.write(model, input.sha256(), spec, result, vectors);
        return result;
      }
    }
  }

  private static IntStream costs(List<TokenizedPair> pairs, boolean sharing) {
    return pairs.stream().mapToInt(pair -> ResidualReader.cost(pair, sharing));
  }

  private LlamaContext.Options options(boolean sharing) {
    EngineSpec engine = spec.engine();
    int costliest =
        IntStream.concat(costs(training, sharing), costs(heldOut, sharing)).max().orElse(0);
    return new LlamaContext.Options(
        Math.max(engine.batchTokens(), costliest),
        engine.batchTokens(),
        // a recurrent model keeps a whole state for each sequence
        sharing ? LlamaContext.Options.MOST_SEQUENCES : 2,
        engine.threads(),
        engine.kvType(),
        engine.flashAttention());
  }

  private List<double[]> vectors(List<PairDifferences> differences) {
    List<double[]> vectors = new ArrayList<>();
    for (int l = 0; l < layers.size(); l++) {
      listener.stage("layer " + layers.get(l));
      double[] vector = spec.method().vector(differences.get(l), spec.length());
      double norm = norm(vector);
      if (!Double.isFinite(norm)) {
        throw unusable(layers.get(l), "the model gives values that are not finite");
      }
      if (differences.get(l).areRounding() || norm == 0) {
        throw unusable(layers.get(l), "at these tokens the poles do not differ");
      }
      vectors.add(vector);
    }
    return vectors;
  }

  private InputException unusable(int layer, String why) {
    return InputException.in(
        source.pairs().get(0).file(),
        "gives no direction at layer %d by %s: %s; give other pairs, or another position, method or layer"
            .formatted(layer, spec.method(), why));
  }

  private ExtractionResult result(List<double[]> vectors, List<Separation> separations) {
    List<ExtractedLayer> all = new ArrayList<>();
    for (int l = 0; l < layers.size(); l++) {
      all.add(new ExtractedLayer(layers.get(l), norm(vectors.get(l)), separations.get(l)));
    }
    return new ExtractionResult(
        input.name(), source.name(), source.position(), training.size(), heldOut.size(), all);
  }

  private static double norm(double[] vector) {
    double squares = 0;
    for (double value : vector) {
      squares += value * value;
    }
    return Math.sqrt(squares);
  }
}
