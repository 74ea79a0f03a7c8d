package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several runs side by side, of made-up numbers. */
class JointReportTest {
  /** Mean over 12 pairs of (i + 1) / 10. */
  private static final double SLOPE = 0.65;

  @TempDir private Path folder;

  private CommandRun report(String... args) {
    return CommandRun.of(
        Stream.concat(Stream.of("report"), Arrays.stream(args)).toArray(String[]::new));
  }

  private String run(String name, MadeRun run) throws IOException {
    return run.write(folder.resolve(name)).toString();
  }

  private List<String> comparison(String joint) throws IOException {
    return Files.readAllLines(folder.resolve(joint).resolve("comparison.csv"));
  }

  /** Value, low, high of the rows of a metric. */
  private static List<double[]> numbers(List<String> rows, String metric) {
    List<double[]> numbers = new ArrayList<>();
    for (String row : rows) {
      String[] cells = row.split(",", -1);
      if (cells[0].equals(metric)) {
        numbers.add(new double[] {number(cells[8]), number(cells[9]), number(cells[10])});
      }
    }
    return numbers;
  }

  private static double number(String cell) {
    return cell.isEmpty() ? Double.NaN : Double.parseDouble(cell);
  }

  private static List<String> warnings(CommandRun run) {
    return run.err().lines().filter(line -> line.startsWith("warning: ")).toList();
  }

  @Test
  void equalRunsDifferByExactlyNothing() throws IOException {
    CommandRun report = report(run("a", MadeRun.usual(1)), run("b", MadeRun.usual(1))).succeeded();

    List<String> rows = comparison("a+b");
    for (String metric : List.of("slope_difference", "baseline_difference", "effect_difference")) {
      assertThat(numbers(rows, metric))
          .isNotEmpty()
          .allSatisfy(row -> assertThat(row).containsOnly(0));
    }
    assertThat(numbers(rows, "slope_ratio")).singleElement().isEqualTo(new double[] {1, 1, 1});
    assertThat(rows)
        .filteredOn(row -> row.contains("_equivalence"))
        .hasSize(3)
        .allMatch(row -> row.endsWith(",0.0,0.0,preserved"))
        .allMatch(row -> row.contains(",m (a),m (b),lies,"));
    assertThat(report.out())
        .contains("runs side by side: nothing differs", "the same in all: aggregation mean; ")
        .contains("do the runs agree? reference a, margin 10%")
        .containsPattern("m \\(b\\) +preserved +1\\.000 +1 of 1 +0 of 1 +0 of 1\n")
        .containsPattern("\nm \\(b\\)\nm \\(a\\) +72 +72 +0\\.0000 +0\\.0000\n");
    assertThat(warnings(report)).isEmpty();
    assertThat(report.err()).contains("the joint report is in " + folder.resolve("a+b"));
  }

  @Test
  void twiceTheEffectIsARatioOfTwo() throws IOException {
    CommandRun report =
        report(run("a", MadeRun.usual(1)), run("b", MadeRun.usual(2).by("steerage 2"))).succeeded();

    List<String> rows = comparison("a+b");
    assertThat(numbers(rows, "reference_slope").get(0)[0]).isCloseTo(SLOPE, within());
    assertThat(numbers(rows, "slope").get(0)[0]).isCloseTo(2 * SLOPE, within());
    assertThat(numbers(rows, "slope_difference").get(0)[0]).isCloseTo(SLOPE, within());
    assertThat(numbers(rows, "slope_ratio").get(0)[0]).isCloseTo(2, within());
    assertThat(numbers(rows, "effect_difference").get(0)[0]).isCloseTo(-SLOPE, within());
    assertThat(numbers(rows, "baseline_difference").get(0)).containsOnly(0);
    // at +1 b has no further pair above 0: pair 0 is 0 unsteered and above 0 in both steered
    assertThat(numbers(rows, "precision_flips_to_positive")).hasSize(3);
    assertThat(report.out())
        .containsPattern("m \\(b\\) +changed +2\\.000 +0 of 1 +1 of 1 +0 of 1\n")
        .containsPattern("how it is computed.*\nprogram +steerage 1 +steerage 2\n");
    assertThat(warnings(report)).isEmpty();
    assertThat(report.out().lines()).allMatch(line -> line.length() <= 100);
    // each run's own numbers stand beside each other as they are
    String metrics = Files.readString(folder.resolve("a+b/metrics.csv"));
    for (String name : List.of("a", "b")) {
      String own = Files.readString(folder.resolve(name).resolve("metrics.csv"));
      assertThat(own.lines().skip(1))
          .isNotEmpty()
          .allMatch(row -> metrics.contains(row.replace(",m,", ",m (" + name + "),")));
    }
  }

  private static Offset<Double> within() {
    return Offset.offset(1e-12);
  }

  @Test
  void whatIsInOneRunOnlyStandsThereAndIsComparedWithNothing() throws IOException {
    MadeRun more = MadeRun.usual(1).sweep("m", "lies", 1, 2).sweep("n", "lies", 1, 1);
    CommandRun report = report(run("a", MadeRun.usual(1)), run("b", more)).succeeded();

    assertThat(report.out())
        .containsPattern("\nm \\(a\\)\nbaseline[^\n]*\nL3 ×-1[^\n]*\nL3 ×1 [^\n]*\nm \\(b\\)\n")
        .contains("\nn (b)\n")
        .containsPattern("models +m +m, n\n")
        .containsPattern("do the runs agree[^\n]*\n\nmodel[^\n]*\n-+\nm \\(b\\) +preserved");
    assertThat(comparison("a+b"))
        .noneMatch(row -> row.contains("n (b)") || row.contains("coefficient2"))
        .anyMatch(row -> row.contains("coefficient1"));
    // the slope is that over the coefficients which both have
    assertThat(numbers(comparison("a+b"), "slope_difference").get(0)).containsOnly(0);
    assertThat(Files.readString(folder.resolve("a+b/metrics.csv")))
        .contains("m (b),lies,v-layer3-coefficient2.0", "n (b),lies,");
  }

  @Test
  void otherBytesUnderOneNameAreOtherThings() throws IOException {
    MadeRun other = MadeRun.usual(2).vectorOf("v", "f");
    CommandRun vector = report(run("a", MadeRun.usual(1)), run("b", other)).succeeded();
    assertThat(warnings(vector))
        .containsExactly(
            "warning: The intervention v of b is not that of a (SHA-256): it stands here as v (b), and the two are not"
                + " compared.");
    assertThat(vector.out())
        .contains("v (b) L3 ×1", "what is measured: these numbers are of different things")
        .containsPattern("intervention v: SHA-256 +0123456789ab… +f0123456789a…\n")
        .doesNotContain("do the runs agree?");
    assertThat(comparison("a+b"))
        .anyMatch(row -> row.startsWith("baseline_difference"))
        .noneMatch(row -> row.contains("v (b)") || row.contains("-coefficient"));

    CommandRun model =
        report(folder.resolve("a").toString(), run("c", MadeRun.usual(2).modelOf("m", "e")))
            .succeeded();
    assertThat(warnings(model))
        .containsExactly(
            "warning: The model m of c is not that of a (SHA-256): the two are compared only where --reference"
                + " names one of them.",
            "warning: Nothing is compared pair by pair: no two runs have the same model on the same pairs.");
    assertThat(folder.resolve("a+c/comparison.csv")).doesNotExist();

    CommandRun pairs =
        report(folder.resolve("a").toString(), run("d", MadeRun.usual(2).behaviorOf("lies", "d")))
            .succeeded();
    assertThat(warnings(pairs).get(0))
        .contains("The behavior lies of d is not that of a (SHA-256)", "as lies (d)");
    assertThat(pairs.out()).contains("lies: 12 pairs", "lies (d): 12 pairs");
    assertThat(folder.resolve("a+d/comparison.csv")).doesNotExist();
    assertThat(Files.readString(folder.resolve("a+d/report/report.md"))).contains("lies (d)");
  }

  @Test
  void aThirdRunWithTheSameOtherThingIsComparedWithTheSecond() throws IOException {
    String a = run("a", MadeRun.usual(1));
    String b = run("b", MadeRun.usual(1).behaviorOf("lies", "d"));
    String c = run("c", MadeRun.usual(2).behaviorOf("lies", "d"));
    CommandRun report = report(a, b, c, "--reference", "b").succeeded();
    assertThat(report.out()).contains("do the runs agree? reference b,");
    assertThat(comparison("a+b+c"))
        .anyMatch(row -> row.startsWith("slope_ratio,m (b),m (c),lies (b),"))
        .noneMatch(row -> row.contains("m (a)"));
  }

  @Test
  void otherOrdersUsesAndFormatsAreNamed() throws IOException {
    String a = run("a", MadeRun.usual(1));
    String b = run("b", MadeRun.usual(1).asked("negative-first: true").asked("kv-type: f16"));
    CommandRun report = report(a, b).succeeded();
    assertThat(warnings(report)).hasSize(2);
    assertThat(warnings(report).get(0)).contains("behavior lies", "(half order)");
    assertThat(report.out()).containsPattern("KV cache +f32 +f16\n");

    Path json = folder.resolve("b/provenance.json");
    Files.writeString(
        json,
        Files.readString(json)
            .replace("\"positions\": \"all\"", "\"positions\": \"prompt\"")
            .replace("\"none\"", "\"llama3\""));
    assertThat(String.join("\n", warnings(report(a, b).succeeded())))
        .contains("model m", "(chat format)", "intervention v", "(positions)");
  }

  @Test
  void anotherAggregationIsTakenFromTheScores() throws IOException {
    String a = run("a", MadeRun.usual(1).asked("aggregation: sum"));
    String b = run("b", MadeRun.usual(1));
    CommandRun report = report(a, b).succeeded();
    assertThat(warnings(report))
        .containsExactly(
            "warning: Log-likelihoods are mean in b and sum in a; here all are sum, made from scores.csv.");
    // texts of two tokens: sums are twice the means
    assertThat(numbers(comparison("a+b"), "slope").get(0)[0]).isCloseTo(2 * SLOPE, within());
    assertThat(numbers(comparison("a+b"), "slope_ratio").get(0)).containsOnly(1);
    assertThat(Files.readString(folder.resolve("a+b/metrics.csv"))).doesNotContain("nats/token");
    assertThat(Files.readString(folder.resolve("b/metrics.csv"))).contains("nats/token");
  }

  @Test
  void theReferenceMayBeARunOrAModel() throws IOException {
    String a = run("a", MadeRun.usual(1).sweep("n", "lies", 1, -1, 1));
    String b = run("b", MadeRun.usual(2));
    report(a, b, "--reference", "b").succeeded();
    assertThat(numbers(comparison("a+b"), "slope_ratio").get(0)[0]).isCloseTo(0.5, within());
    CommandRun model = report(a, b, "--reference", "n (a)").succeeded();
    assertThat(model.out()).contains("does steering survive? reference n (a), margin 10%");
    assertThat(comparison("a+b").stream().filter(row -> row.startsWith("slope_ratio,n (a),m (")))
        .hasSize(2);
    report(a, b, "--reference", "n").succeeded();
    assertThat(numbers(comparison("a+b"), "slope_ratio")).hasSize(2);
    // and a's own report has it too
    assertThat(comparison("a")).anyMatch(row -> row.startsWith("slope_ratio,n,m,"));
    CommandRun none = report(a, b, "--reference", "none").succeeded();
    assertThat(warnings(none)).isEmpty();
    assertThat(folder.resolve("a+b/comparison.csv")).doesNotExist();
    report(a, b, "--reference", "third").refused("'third'", "(a, b)", "m (a), n (a), m (b)");
    assertThat(report(a, b, "--margin", "2").succeeded().out())
        .contains("reference a, margin 2")
        .containsPattern("m \\(b\\) +preserved +2\\.000");
  }

  @Test
  void eachRunsOwnVerdictsStandBesideEachOther() throws IOException {
    String references = "\"references\": {\"n\": \"m\"}";
    String a = run("a", MadeRun.usual(1).sweep("n", "lies", 1, -1, 1).used(references));
    String b = run("b", MadeRun.usual(1).sweep("n", "lies", 2, -1, 1).used(references));
    CommandRun report = report(a, b).succeeded();
    assertThat(report.out())
        .contains("does steering survive? each run against its own reference")
        .containsPattern("\nn against m\nlies v L3 +1\\.000 preserved +2\\.000 changed\n")
        .containsPattern("\nm \\(b\\) +preserved +1\\.000[^\n]*\nn \\(b\\) +changed +2\\.000");
    // together they are one family of tests
    assertThat(comparison("a+b").stream().filter(row -> row.startsWith("slope_ratio,"))).hasSize(2);
    assertThat(warnings(report)).isEmpty();
  }

  @Test
  void vectorsThatEachRunExtractsAreTheSameWhereTheirPairsAndMethodAre() throws IOException {
    String vector =
        "\"extracted_vectors\": [{\"name\": \"v\", \"model\": \"m\", \"sha256\": \"%s\", \"pairs_sha256\": \"c\","
            + " \"method\": \"%s\"}]";
    String a = run("a", extracted(vector.formatted("d", "pca")));
    String b = run("b", extracted(vector.formatted("e", "pca")));
    CommandRun same = report(a, b).succeeded();
    assertThat(warnings(same)).isEmpty();
    assertThat(same.out())
        .containsPattern("intervention v: as extracted on m +d +e\n")
        .containsPattern("m \\(b\\) +preserved");

    CommandRun other =
        report(a, run("c", extracted(vector.formatted("d", "logistic")))).succeeded();
    assertThat(warnings(other))
        .singleElement()
        .asString()
        .contains("intervention v of c is not that of a (method): it stands here as v (c)");
  }

  private static MadeRun extracted(String vectors) {
    return MadeRun.usual(1).withoutVectors().used(vectors);
  }

  @Test
  void sideEffectsOnAnotherTextAreLeftOut() throws IOException {
    String a = neutral("a", "1");
    String b = neutral("b", "1");
    assertThat(warnings(report(a, b).succeeded())).isEmpty();
    String metrics = Files.readString(folder.resolve("a+b/metrics.csv"));
    // every token has a logprob of -2
    assertThat(metrics)
        .contains("neutral_perplexity,none,m (a),lies,baseline,baseline,,0.0,," + Math.exp(2))
        .contains("neutral_perplexity,none,m (b),lies,baseline,baseline,,0.0,," + Math.exp(2));

    CommandRun report = report(a, neutral("c", "2")).succeeded();
    assertThat(warnings(report))
        .containsExactly(
            "warning: The neutral text of c is not that of a (SHA-256): side effects in c are in its own report alone.");
    assertThat(Files.readString(folder.resolve("a+c/metrics.csv")))
        .contains("neutral_perplexity,none,m (a)")
        .doesNotContain("neutral_perplexity,none,m (c)");
    assertThat(Files.readString(folder.resolve("c/metrics.csv"))).contains("neutral_perplexity");
  }

  private String neutral(String name, String sha256) throws IOException {
    String used = "\"neutral_text\": {\"sha256\": \"%s\"}".formatted(sha256);
    String run = run(name, MadeRun.usual(1).asked("neutral: text.txt").used(used));
    Path file = folder.resolve(name).resolve("neutral/m/lies/baseline.csv");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        "chunk,position,token_id,logprob,kl,same_top,kl_reference,same_top_reference\n"
            + "0,1,5,-2.0,,,,\n0,2,6,-2.0,,,,\n1,1,5,-2.0,,,,\n");
    return run;
  }
}
