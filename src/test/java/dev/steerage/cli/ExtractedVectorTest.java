package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.steerage.runlog.RunFolder;
import dev.steerage.runlog.VectorRow;
import dev.steerage.tiny.TinyModel;
import dev.steerage.vector.SteeringVectorReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vectors that a run extracts on each of its models. */
class ExtractedVectorTest {
  private static final List<String> STEERED = List.of("--layer", "1", "--coefficient", "2");

  @TempDir private Path folder;
  private Path model;
  private String behavior;
  private String pairs;

  @BeforeEach
  void make() throws IOException {
    model =
        TinyModel.of(Path.of(Demo.MODEL)).layers(3).width(256).write(folder.resolve("base.gguf"));
    behavior = Demo.pairs(folder, "myopia", 4);
    List<String> lines = Files.readAllLines(Path.of("models/demo/extraction/myopia.jsonl"));
    pairs = Files.write(folder.resolve("plans.jsonl"), lines.subList(0, 10)).toString();
  }

  private Path quantized() {
    CommandRun.of("quantize", model.toString(), "--type", "q2_k").succeeded();
    return folder.resolve("base-q2_k.gguf");
  }

  private CommandRun evaluate(String run, List<Path> models, String... more) {
    List<String> options = new ArrayList<>(STEERED);
    options.addAll(List.of("--threads", "1"));
    options.addAll(List.of(more));
    return Demo.evaluate(
        folder.resolve(run),
        String.join(",", models.stream().map(Path::toString).toList()),
        behavior,
        options.toArray(String[]::new));
  }

  private CommandRun extracting(String run, List<Path> models, String... more) {
    List<String> options = new ArrayList<>(List.of("--extract", pairs));
    options.addAll(List.of(more));
    return evaluate(run, models, options.toArray(String[]::new));
  }

  private Path tokens(String run, String model, String condition) {
    return folder.resolve(run).resolve("tokens").resolve(model).resolve("myopia/" + condition);
  }

  /** Rows of a token file up to the divergence from the baseline. */
  private List<String> ownColumns(String run, String model, String condition) throws IOException {
    return Files.readAllLines(tokens(run, model, condition)).stream()
        .map(line -> line.replaceFirst(",[^,]*,[^,]*$", ""))
        .toList();
  }

  private List<VectorRow> vectors(String run) {
    return RunFolder.existing(folder.resolve(run)).readVectors();
  }

  private Path vector(String run, String model) {
    return folder.resolve(run).resolve("vectors/plans").resolve(model + ".gguf");
  }

  private Map<String, String> files(String run, String part) throws IOException {
    Map<String, String> all = new TreeMap<>();
    Path root = folder.resolve(run);
    try (Stream<Path> files = Files.walk(root.resolve(part))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".csv")).toList()) {
        all.put(root.relativize(file).toString(), Files.readString(file));
      }
    }
    return all;
  }

  @Test
  void equalModelsUnderTwoNamesHaveTheSameVectorAndEffect() throws IOException {
    Path same = Files.copy(model, folder.resolve("same.gguf"));
    extracting("run", List.of(model, same)).succeeded();

    List<VectorRow> rows = vectors("run");
    assertThat(rows.stream().map(row -> row.model() + row.layer()))
        .containsExactly("base1", "base2", "same1", "same2");
    assertThat(rows.subList(0, 2))
        .allMatch(row -> row.reference() == null && row.cosine() == null)
        .extracting(VectorRow::norm)
        .isEqualTo(rows.subList(2, 4).stream().map(VectorRow::norm).toList());
    for (VectorRow row : rows.subList(2, 4)) {
      assertThat(row.reference()).isEqualTo("base");
      assertThat(row.cosine()).isCloseTo(1, within(1e-12));
    }

    String shared = "plans-layer1-coefficient2.csv";
    String own = "plans-own-layer1-coefficient2.csv";
    assertThat(ownColumns("run", "same", own))
        .isEqualTo(ownColumns("run", "same", shared))
        .isEqualTo(ownColumns("run", "base", shared))
        .hasSizeGreaterThan(8);
    // the reference has no such condition
    assertThat(tokens("run", "base", own)).doesNotExist();
    assertThat(Files.readAllLines(tokens("run", "same", own)).subList(1, 5))
        .allMatch(line -> line.endsWith(",,"));
    assertThat(Files.readAllLines(tokens("run", "same", shared)).subList(1, 5))
        .allMatch(line -> line.endsWith(",0.0,1"));
  }

  @Test
  void aQuantizedModelRunsWithTheReferencesVectorAndWithItsOwn() throws IOException {
    Path quantized = quantized();
    extracting("run", List.of(quantized, model)).succeeded();

    // what steerage extract writes, byte for byte
    for (Path on : List.of(model, quantized)) {
      String name = on.getFileName().toString().replace(".gguf", "");
      Path alone = folder.resolve("alone/" + name + ".gguf");
      CommandRun.of(
              "extract",
              "--model",
              on.toString(),
              "--pairs",
              pairs,
              "--threads",
              "1",
              "--output",
              alone.toString())
          .succeeded();
      assertThat(vector("run", name)).hasSameBinaryContentAs(alone);
    }
    assertThat(vectors("run").stream().filter(row -> row.model().equals("base-q2_k")))
        .hasSize(2)
        .allSatisfy(
            row -> {
              float[] own = direction("base-q2_k", row.layer());
              float[] other = direction("base", row.layer());
              assertThat(row.norm()).isCloseTo(Math.sqrt(product(own, own)), within(1e-9));
              assertThat(row.cosine())
                  .isCloseTo(
                      product(own, other) / Math.sqrt(product(own, own) * product(other, other)),
                      within(1e-12))
                  .isGreaterThan(0.5)
                  .isLessThan(0.9999);
            });

    // the same as with the vectors' files
    evaluate("given", List.of(quantized, model), "--vector", vector("run", "base").toString())
        .succeeded();
    for (String on : List.of("base", "base-q2_k")) {
      assertThat(tokens("run", on, "plans-layer1-coefficient2.csv"))
          .hasSameTextualContentAs(tokens("given", on, "base-layer1-coefficient2.csv"));
    }
    evaluate("own", List.of(quantized), "--vector", vector("run", "base-q2_k").toString())
        .succeeded();
    assertThat(tokens("run", "base-q2_k", "plans-own-layer1-coefficient2.csv"))
        .hasSameTextualContentAs(tokens("own", "base-q2_k", "base-q2_k-layer1-coefficient2.csv"));
    assertThat(ownColumns("run", "base-q2_k", "plans-own-layer1-coefficient2.csv"))
        .isNotEqualTo(ownColumns("run", "base-q2_k", "plans-layer1-coefficient2.csv"));
    assertThat(Files.readString(folder.resolve("run/provenance.json")))
        .contains("\"extracted_vectors\"", "\"pairs_sha256\"", "\"method\" : \"mean-difference\"");
    assertThat(folder.resolve("run/report/report.md"))
        .content()
        .contains("plans of base (mean-difference; plans)");
  }

  private float[] direction(String model, int layer) {
    return SteeringVectorReader.read(vector("run", model)).direction(layer);
  }

  private static double product(float[] a, float[] b) {
    return IntStream.range(0, a.length).mapToDouble(i -> (double) a[i] * b[i]).sum();
  }

  @Test
  void referencesKeptOnDiskGiveTheSameBytes() throws IOException {
    List<Path> models = List.of(model, quantized());
    extracting("loaded", models, "--reference-rows", "loaded").succeeded();
    extracting("disk", models, "--reference-rows", "disk").succeeded();
    assertThat(files("disk", "tokens")).isEqualTo(files("loaded", "tokens")).hasSize(5);
    assertThat(folder.resolve("disk/logits")).doesNotExist();
  }

  @Test
  void withoutAReferenceEachModelHasItsOwnVectorUnderTheName() throws IOException {
    Path quantized = quantized();
    extracting("run", List.of(model, quantized), "--reference", "none").succeeded();
    assertThat(files("run", "tokens")).hasSize(4);
    assertThat(vectors("run")).hasSize(4).allMatch(row -> row.cosine() == null);
    evaluate("own", List.of(quantized), "--vector", vector("run", "base-q2_k").toString())
        .succeeded();
    assertThat(tokens("run", "base-q2_k", "plans-layer1-coefficient2.csv"))
        .hasSameTextualContentAs(tokens("own", "base-q2_k", "base-q2_k-layer1-coefficient2.csv"));
  }

  @Test
  void aVectorThatIsThereIsNotExtractedAgain() throws IOException {
    List<Path> models = List.of(model, quantized());
    extracting("run", models).succeeded();
    Map<String, String> before = files("run", "tokens");
    String scores = Files.readString(folder.resolve("run/scores.csv"));
    byte[] kept = Files.readAllBytes(vector("run", "base"));
    byte[] lost = Files.readAllBytes(vector("run", "base-q2_k"));
    FileTime old = FileTime.fromMillis(1_000_000_000_000L);
    Files.setLastModifiedTime(vector("run", "base"), old);
    Files.delete(vector("run", "base-q2_k"));
    Files.delete(tokens("run", "base-q2_k", "plans-own-layer1-coefficient2.csv"));

    extracting("run", models).succeeded();
    assertThat(Files.getLastModifiedTime(vector("run", "base"))).isEqualTo(old);
    assertThat(vector("run", "base-q2_k")).hasBinaryContent(lost);
    assertThat(files("run", "tokens")).isEqualTo(before);
    assertThat(folder.resolve("run/scores.csv")).hasContent(scores);

    // one of another model, and one that is damaged
    Files.write(vector("run", "base"), lost);
    Files.write(vector("run", "base-q2_k"), new byte[] {1, 2, 3});
    extracting("run", models).succeeded();
    assertThat(vector("run", "base")).hasBinaryContent(kept);
    assertThat(vector("run", "base-q2_k")).hasBinaryContent(lost);
  }

  @Test
  void theSpecOfARunRepeatsIt() throws IOException {
    Path quantized = quantized();
    Path spec =
        Files.writeString(
            folder.resolve("my.yaml"),
            """
            models: [base.gguf, %s]
            behaviors: [myopia.jsonl]
            threads: 1
            interventions:
            - {extract: plans.jsonl, negative-first: true, method: pca, layers: [2], coefficients: [-1], scale: unit}
            - {extract: corrigibility, name: shipped, layers: [1], models: [base-q2_k]}
            """
                .formatted(quantized.getFileName()));
    String first = folder.resolve("first").toString();
    CommandRun.of("evaluate", "--spec", spec.toString(), "--output", first).succeeded();
    Path written = folder.resolve("first/spec.yaml");
    assertThat(written)
        .content()
        .contains("extract: ../plans.jsonl", "extract: corrigibility", "method: pca");
    assertThat(vectors("first").stream().map(row -> row.intervention() + " " + row.model()))
        .contains("plans-pca-unit base", "plans-pca-unit base-q2_k")
        // the reference's vector is needed, its conditions are not
        .contains("shipped base", "shipped base-q2_k");
    assertThat(tokens("first", "base", "shipped-layer1-coefficient1.csv")).doesNotExist();
    assertThat(tokens("first", "base-q2_k", "shipped-layer1-coefficient1.csv")).exists();
    assertThat(tokens("first", "base-q2_k", "shipped-own-layer1-coefficient1.csv")).exists();

    String second = folder.resolve("second").toString();
    CommandRun.of("evaluate", "--spec", written.toString(), "--output", second).succeeded();
    for (String part : List.of("tokens", "vectors.csv", "scores.csv")) {
      assertThat(files("second", part)).isEqualTo(files("first", part));
    }
    CommandRun again = CommandRun.of("evaluate", "--spec", written.toString()).succeeded();
    assertThat(again.err()).contains("7 cells, all complete already");
  }

  @Test
  void theReportSaysHowAlikeTheVectorsAreAndWhatTheyDo() throws IOException {
    CommandRun run = extracting("run", List.of(model, quantized())).succeeded();
    assertThat(run.out())
        .contains("own vectors against those of base")
        .containsPattern(
            "own vectors[^:]*plans-own L1 ×2[^:]* 0\\.[5-9][0-9]{3} +[+-]?0\\.[0-9]{4} ")
        .containsPattern("myopia plans-own L1 .*(preserved|changed|undecided)");
    assertThat(run.out().lines()).allMatch(line -> line.length() <= 100);
    Path comparison = folder.resolve("run/comparison.csv");
    assertThat(comparison).content().contains("own_vector_cosine,base,base-q2_k,myopia,plans-own");
  }

  @Test
  void randomDirectionsRunBesideBoth() throws IOException {
    extracting("run", List.of(model, quantized()), "--random-directions", "1").succeeded();
    assertThat(tokens("run", "base-q2_k", "random-1-of-plans-layer1-coefficient2.csv")).exists();
    assertThat(tokens("run", "base-q2_k", "random-1-of-plans-own-layer1-coefficient2.csv"))
        .exists();
    assertThat(files("run", "tokens")).hasSize(3 + 5);
  }

  @Test
  void whatCannotBeExtractedIsRefusedBeforeAnythingIsWritten() throws IOException {
    List<Path> models = List.of(model);
    String pair = "{\"prompt\": \"a\", \"positive\": \"b\", \"negative\": \"%s\"}\n";
    Path few = Files.writeString(folder.resolve("few.jsonl"), pair.formatted("c"));
    Path too =
        Files.writeString(
            folder.resolve("long.jsonl"),
            pair.formatted("c") + pair.formatted("word ".repeat(600)));
    evaluate("run", models, "--extract", few.toString()).refused("few.jsonl", "at least 2 pairs");
    evaluate("run", models, "--extract", too.toString())
        .refused("long.jsonl", "pair 001", "more than the context of model base (512)");
    evaluate("run", models, "--extract", "nope.jsonl").refused("nope.jsonl", "no such file");
    evaluate("run", models, "--extract", pairs + "," + pairs).refused("have the name 'plans-");
    without("--method", "pca").refused("--method", "no --extract is named");
    evaluate("run", models, "--extract", pairs, "--method", "magic").refused("magic", "--method");
    without("--extract", pairs).refused("plans.jsonl", "needs a layer", "--layer N");
    without("--extract", pairs, "--layer", "0").refused("plans.jsonl", "layers of 1 or later");
    without("--extract", pairs, "--layer", "3")
        .refused("plans.jsonl", "layer 3 is out of range: model base", "of 1 to 2");
    without("--extract", pairs, "--layer", "1,1").refused("plans.jsonl", "layer 1 is named twice");
    Path own = Files.copy(Path.of(pairs), folder.resolve("plans-own.jsonl"));
    evaluate("run", models, "--extract", pairs + "," + own)
        .refused("'plans-own'", "each model's own vector of 'plans'");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  private CommandRun without(String... more) {
    return Demo.evaluate(folder.resolve("run"), model.toString(), behavior, more);
  }

  @Test
  void polesThatDoNotDifferAreOneSentence() throws IOException {
    String question =
        """
        {"question": "%s?\\n\\nChoices:\\n (A) Yes\\n (B) No", "answer_matching_behavior": "(A)", "answer_not_matching_behavior": "(B)"}
        """;
    Path choices =
        Files.writeString(
            folder.resolve("choices.jsonl"),
            question.formatted("a") + question.formatted("b") + question.formatted("c"));
    // the letters of answers are no words of the bundled model: they share one embedding
    CommandRun run =
        Demo.evaluate(
            folder.resolve("run"),
            Demo.MODEL,
            behavior,
            "--extract",
            choices.toString(),
            "--layer",
            "2");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("choices.jsonl: gives no direction at layer 1", "do not differ");
    assertThat(run.err()).doesNotContain("too few to measure");
    assertThat(folder.resolve("run/scores.csv")).doesNotExist();
  }
}
