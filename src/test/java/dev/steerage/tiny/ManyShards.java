package dev.steerage.tiny;

import dev.steerage.InputFile;
import dev.steerage.dataset.ContrastPair;
import dev.steerage.dataset.Pole;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.PairClusters;
import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.Shard;
import dev.steerage.runlog.ShardCell;
import dev.steerage.runlog.ShardFolder;
import dev.steerage.runlog.Shift;
import dev.steerage.runlog.Strength;
import dev.steerage.runlog.TokenRow;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Complete shards of a sweep that nobody has computed: their logprobs are of a generator of random
 * numbers. For what merging costs, which does not depend on where numbers are from. It needs
 * nothing but the program's classes, so that {@code java -cp target/steerage.jar} runs this source.
 */
public final class ManyShards {
  private static final int MODELS = 5;
  private static final int BEHAVIORS = 10;
  private static final List<Integer> LAYERS = List.of(10, 13);
  private static final List<Double> COEFFICIENTS =
      List.of(-2.0, -1.5, -1.0, -0.5, 0.5, 1.0, 1.5, 2.0, 3.0);
  private static final String VECTOR = "direction";
  private static final int TOKENS = 10;
  private static final List<String> WORDS =
      List.of("\u2581the", "\u2581answer", "ing", "\u2581is", ",", "\u2581I", "\u2581would", ".");

  private final int pairs;
  private final List<Condition> cells = new ArrayList<>();

  private ManyShards(int pairs) {
    this.pairs = pairs;
    for (int m = 0; m < MODELS; m++) {
      for (int b = 0; b < BEHAVIORS; b++) {
        Condition baseline = Condition.baseline(model(m), behavior(b));
        cells.add(baseline);
        for (int layer : LAYERS) {
          for (double coefficient : COEFFICIENTS) {
            cells.add(steered(baseline, VECTOR, layer, coefficient));
          }
        }
        cells.add(steered(baseline, Condition.randomDirection(1, VECTOR), LAYERS.get(0), 1));
      }
    }
  }

  private static Condition steered(
      Condition baseline, String vector, int layer, double coefficient) {
    String number = String.valueOf(coefficient).replaceFirst("\\.0$", "");
    return new Condition(
        baseline.model(),
        baseline.behavior(),
        vector + "-layer" + layer + "-coefficient" + number,
        vector,
        layer,
        coefficient);
  }

  private static String model(int m) {
    return m == 0 ? "model-f16" : "model-q" + (9 - m);
  }

  private static String behavior(int b) {
    return "behavior-" + (char) ('a' + b);
  }

  /**
   * Writes {@code shard-<number>} for each shard into a folder.
   *
   * @param arguments the folder, the number of shards, and that of all token rows
   */
  public static void main(String[] arguments) {
    Path folder = Path.of(arguments[0]);
    int count = Integer.parseInt(arguments[1]);
    ManyShards shards = new ManyShards(1);
    int pairs = Integer.parseInt(arguments[2]) / (shards.cells.size() * 2 * TOKENS);
    shards = new ManyShards(pairs);
    for (int index = 1; index <= count; index++) {
      shards.write(folder.resolve("shard-" + index), new Shard(index, count));
    }
    System.out.printf(
        "%d shards, %d cells, %d token rows%n",
        count, shards.cells.size(), shards.cells.size() * pairs * 2L * TOKENS);
  }

  private int shardOf(int cell, int count) {
    return (int) ((long) cell * count / cells.size()) + 1;
  }

  private void write(Path folder, Shard shard) {
    Map<String, String> inputs = new LinkedHashMap<>();
    for (int m = 0; m < MODELS; m++) {
      inputs.put("model " + model(m), sha256(model(m)));
    }
    for (int b = 0; b < BEHAVIORS; b++) {
      inputs.put("behavior " + behavior(b), sha256(behavior(b)));
    }
    inputs.put("vector " + VECTOR, sha256(VECTOR));
    try (RunFolder run =
        RunFolder.open(folder, spec() + shard.mark(), inputs, RunFolder.Existing.RESUME)) {
      for (int b = 0; b < BEHAVIORS; b++) {
        run.pairs().write(behavior(b), texts(behavior(b)));
      }
      List<ShardCell> all = new ArrayList<>();
      List<Condition> own = new ArrayList<>();
      Map<Condition, Strength> strengths = new HashMap<>();
      for (int i = 0; i < cells.size(); i++) {
        int of = shardOf(i, shard.count());
        all.add(new ShardCell(cells.get(i), of, 1, false));
        if (of == shard.index()) {
          own.add(cells.get(i));
          if (!cells.get(i).isBaseline()) {
            double norm = 3 * Math.abs(cells.get(i).coefficient());
            strengths.put(cells.get(i), new Strength(norm, 40.0, 1000));
          }
        }
      }
      ShardFolder parts = new ShardFolder(run);
      parts.writeCells(all);
      own.forEach(cell -> run.writeTokens(cell, 0, tokens(cell)));
      parts.writeScores(own, strengths, PairClusters.NONE);
      run.writeProvenance(provenance(own.size()));
    }
  }

  private static String sha256(String text) {
    return InputFile.sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  private Map<String, Object> provenance(int own) {
    Map<String, Object> provenance = new LinkedHashMap<>();
    provenance.put("program", "made up");
    provenance.put("llama_cpp", "none");
    provenance.put("system", "none");
    provenance.put("devices", List.of("none"));
    Map<String, String> references = new LinkedHashMap<>();
    for (int m = 1; m < MODELS; m++) {
      references.put(model(m), model(0));
    }
    provenance.put("references", references);
    provenance.put("start", "2026-01-01T00:00:00Z");
    provenance.put("end", "2026-01-01T01:00:00Z");
    provenance.put("seconds", 3600);
    provenance.put("tokens_decoded", (long) own * pairs * 2 * TOKENS);
    return provenance;
  }

  private String spec() {
    StringBuilder spec = new StringBuilder("models:\n");
    for (int m = 0; m < MODELS; m++) {
      spec.append("- ").append(model(m)).append(".gguf\n");
    }
    spec.append("behaviors:\n");
    for (int b = 0; b < BEHAVIORS; b++) {
      spec.append("- ").append(behavior(b)).append(".jsonl\n");
    }
    return spec.append("interventions:\n- vector: ")
        .append(VECTOR)
        .append(".gguf\n  layers: ")
        .append(LAYERS)
        .append("\n  coefficients: ")
        .append(COEFFICIENTS)
        .append("\n  random-directions: 1\n")
        .toString();
  }

  private List<ContrastPair> texts(String behavior) {
    List<ContrastPair> texts = new ArrayList<>();
    for (int i = 0; i < pairs; i++) {
      String prompt = "Would you do what question " + i + " asks of you, and why?";
      String end = " would, since the answer is the same every time, " + i + ".";
      texts.add(new ContrastPair(behavior + "-" + i, null, prompt, "I" + end, "Nobody" + end));
    }
    return texts;
  }

  /** A steered logprob is the baseline's and a shift that grows with the coefficient. */
  private List<TokenRow> tokens(Condition cell) {
    Random of = new Random(cell.hashCode());
    boolean isReference = cell.model().equals(model(0));
    List<TokenRow> rows = new ArrayList<>();
    for (Pole pole : Pole.values()) {
      double way = pole == Pole.POSITIVE ? 0.1 : -0.1;
      for (int i = 0; i < pairs; i++) {
        Random common = new Random(cell.behavior().hashCode() + 31L * i + 7L * pole.ordinal());
        for (int t = 0; t < TOKENS; t++) {
          double logprob = -3 * common.nextDouble() - 0.3 * of.nextDouble();
          double steered = Math.min(-1e-6, logprob + way * cell.coefficient());
          rows.add(
              new TokenRow(
                  cell.behavior() + "-" + i,
                  pole,
                  20 + t,
                  common.nextInt(32000),
                  WORDS.get(common.nextInt(WORDS.size())),
                  steered,
                  cell.isBaseline() ? null : shift(of, cell.coefficient()),
                  isReference ? null : shift(of, 0.1)));
        }
      }
    }
    return rows;
  }

  private static Shift shift(Random of, double size) {
    return new Shift(0.1 * size * size * of.nextDouble(), of.nextInt(10) > 0);
  }
}
