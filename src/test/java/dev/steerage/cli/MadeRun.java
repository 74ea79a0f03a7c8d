package dev.steerage.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A run folder of made-up numbers, written as text: propensities of 12 pairs, of which pair i has a
 * slope of {@code factor} × (i + 1) / 10, on a baseline of i / 100.
 */
final class MadeRun {
  static final int PAIRS = 12;

  private static final String HASH = "0123456789abcdef".repeat(4);

  private final List<String> rows = new ArrayList<>();
  private final Map<String, String> models = new LinkedHashMap<>();
  private final Map<String, String> behaviors = new LinkedHashMap<>();
  private final Map<String, String> vectors = new LinkedHashMap<>();
  private final List<String> spec = new ArrayList<>();
  private String more = "";
  private String program = "steerage 1";

  /** A run of a model "m" on the behavior "lies" with the vector "v" at layer 3. */
  static MadeRun usual(double factor) {
    return new MadeRun().sweep("m", "lies", factor, -1, 1);
  }

  /** Conditions of the vector "v" at coefficients. */
  MadeRun sweep(String model, String behavior, double factor, double... coefficients) {
    if (models.putIfAbsent(model, HASH) == null | behaviors.putIfAbsent(behavior, HASH) == null) {
      add(model, behavior, "baseline,baseline,", 0, 0);
    }
    vectors.putIfAbsent("v", HASH);
    for (double c : coefficients) {
      add(model, behavior, "v-layer3-coefficient%s,v,3".formatted(c), c, factor);
    }
    return this;
  }

  private void add(String model, String behavior, String condition, double c, double factor) {
    for (int i = 0; i < PAIRS; i++) {
      double propensity = i / 100.0 + c * factor * (i + 1) / 10;
      row(model, behavior, condition, c, "p" + i + ",p" + i + ",positive", -5 + propensity / 2);
      row(model, behavior, condition, c, "p" + i + ",p" + i + ",negative", -5 - propensity / 2);
    }
  }

  private void row(
      String model, String behavior, String condition, double c, String pair, double mean) {
    // two tokens; padded to four
    rows.add(
        String.format(
            Locale.ROOT,
            "%s,%s,%s,%s,%s,2,%s,%s,%s,,,",
            quoted(model),
            quoted(behavior),
            condition,
            c,
            pair,
            2 * mean,
            mean,
            mean / 2));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }

  /** The same with other bytes of a model. */
  MadeRun modelOf(String name, String bytes) {
    models.put(name, hash(bytes));
    return this;
  }

  MadeRun behaviorOf(String name, String bytes) {
    behaviors.put(name, hash(bytes));
    return this;
  }

  MadeRun vectorOf(String name, String bytes) {
    vectors.put(name, hash(bytes));
    return this;
  }

  /** Says nothing of the vectors. */
  MadeRun withoutVectors() {
    vectors.clear();
    return this;
  }

  private static String hash(String bytes) {
    return (bytes + HASH).substring(0, 64);
  }

  /** A line of spec.yaml. */
  MadeRun asked(String line) {
    spec.add(line);
    return this;
  }

  /** Further keys of provenance.json. */
  MadeRun used(String json) {
    more = ", " + json;
    return this;
  }

  MadeRun by(String name) {
    program = name;
    return this;
  }

  /** Writes the folder. */
  Path write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("scores.csv"),
        "model,behavior,condition,intervention,layer,coefficient,pair,cluster,pole,n_tokens,sum,mean,padded_mean,"
            + "injected_norm,residual_norm,residual_tokens\n"
            + String.join("\n", rows)
            + "\n");
    Files.writeString(
        folder.resolve("spec.yaml"),
        "models: [m.gguf]\nbehaviors: [lies.json]\nthreads: 1\n" + String.join("\n", spec) + "\n");
    Files.writeString(
        folder.resolve("provenance.json"),
        """
        {"program": "%s", "llama_cpp": "0.5.0", "devices": ["CPU"], "models": [%s], "behaviors": [%s],
         "vectors": [%s]%s}
        """
            .formatted(
                program,
                list(models, ", \"chat_format\": \"none\""),
                list(behaviors, ""),
                list(vectors, ", \"positions\": \"all\", \"scale\": \"raw\""),
                more));
    return folder;
  }

  private static String list(Map<String, String> things, String keys) {
    List<String> objects = new ArrayList<>();
    things.forEach(
        (name, sha256) ->
            objects.add(
                "{\"name\": \"%s\", \"sha256\": \"%s\"%s}"
                    .formatted(name.replace("\"", "\\\""), sha256, keys)));
    return String.join(", ", objects);
  }
}
