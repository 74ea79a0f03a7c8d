package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which folders a joint report takes and makes. */
class JointFolderTest {
  /** What HTML, a spreadsheet, a format string or a terminal could read as something else. */
  private static final String HOSTILE =
      "=1+1 <img src=x onerror=alert(1)> \"q\" 'a' &amp; %s $1 {{x}} \\ | _ \u202eltr\u202c \u001b[31m\nline";

  @TempDir private Path folder;

  private CommandRun report(Object... args) {
    return CommandRun.of(
        Stream.concat(Stream.of("report"), Arrays.stream(args).map(Object::toString))
            .toArray(String[]::new));
  }

  private Path run(String name) throws IOException {
    return MadeRun.usual(1).write(folder.resolve(name));
  }

  @Test
  void hostileNamesAreTextEverywhere() throws IOException {
    Path a = run(HOSTILE);
    Path b = MadeRun.usual(1).behaviorOf("lies", "f").write(folder.resolve("b" + HOSTILE));
    Path joint = folder.resolve("joint");
    CommandRun report = report(a, b, "--output", joint).succeeded();
    assertThat(report.out()).doesNotContain("\u001b").contains("onerror");
    assertThat(report.out().lines())
        .filteredOn(line -> !line.contains("onerror"))
        .allMatch(line -> line.length() <= 100);
    assertThat(report.err()).doesNotContain("\u001b", "\u202e");
    assertThat(report.err().lines())
        .allMatch(line -> line.startsWith("warning: ") || line.startsWith("steerage: "));
    assertThat(Files.readString(joint.resolve("report/report.html")))
        .doesNotContain("<img src=x", "onerror=alert(1)>");
    assertThat(Files.readString(joint.resolve("runs.csv"))).contains("\"'=1+1 <img");
    assertThat(
            new ObjectMapper()
                .readTree(joint.resolve("runs.json").toFile())
                .path("runs")
                .findValuesAsText("name"))
        .containsExactly(HOSTILE, "b" + HOSTILE);
    for (String format : List.of("md", "tex", "csv", "json")) {
      assertThat(report(a, b, "--output", joint, "--format", format).succeeded().out())
          .isNotEmpty();
    }
  }

  @Test
  void runsOfOneFolderNameHaveTheFolderAboveInTheirs() throws IOException {
    CommandRun report = report(run("x/run"), run("y/run"), run("other")).succeeded();
    assertThat(report.out()).contains("m (x/run)", "m (y/run)", "m (other)");
    assertThat(folder.resolve("x/x_run+y_run+other/runs.json")).exists();
    assertThat(
            ReportRun.names(
                List.of(Path.of("/a/r"), Path.of("/b/R"), Path.of("/R"), Path.of("/c/s"))))
        .containsExactly("a/r", "b/R", "R", "s");
    assertThat(ReportRun.names(List.of(Path.of("/a/r"), Path.of("/A/R"))))
        .containsExactly("a/r #1", "A/R #2");
  }

  @Test
  void manyRunsHaveAShortFolderAndFitTheTerminal() throws IOException {
    Path[] runs = new Path[7];
    for (int i = 0; i < runs.length; i++) {
      runs[i] =
          MadeRun.usual(1)
              .by("steerage 0.1." + i + " (0123456789ab)")
              .write(folder.resolve("the-run-number-" + i));
    }
    CommandRun report = report((Object[]) runs).succeeded();
    assertThat(folder.resolve("the-run-number-0+6-more/runs.csv")).exists();
    assertThat(report.out().lines()).allMatch(line -> line.length() <= 100);
    assertThat(report.out()).contains("what differs (1 of 3)", "what differs (3 of 3)");
    assertThat(report.out().split("the same in all: ", -1)).hasSize(2);
  }

  @Test
  void aRunThatIsGivenTwiceIsRefusedAlsoByAnotherPath() throws IOException {
    Path a = run("a");
    Path link = Files.createSymbolicLink(folder.resolve("link"), a);
    report(a, a).refused("is the same run as", "name each run once");
    report(a, link).refused("link: is the same run as " + a);
    run("b");
    report(a, folder.resolve("b/../a")).refused("name each run once");
    assertThat(folder.resolve("a/report")).doesNotExist();
  }

  @Test
  void nothingButAJointReportIsWrittenOver() throws IOException {
    Path a = run("a");
    Path b = run("b");
    report(a, b, "--output", b).refused("b: is there and is no joint report", "--output");
    Path file = Files.writeString(folder.resolve("file"), "");
    report(a, b, "--output", file).refused("file: is there and is no joint report");
    report(a, b, "--output", file.resolve("below")).refused("cannot be made as a folder");
    Path full = Files.createDirectories(folder.resolve("full"));
    Files.writeString(full.resolve("notes.txt"), "mine");
    report(a, b, "--output", full).refused("full: is there and is no joint report");
    assertThat(full).isDirectoryContaining("glob:**/notes.txt");
    assertThat(folder.resolve("a/report")).doesNotExist();

    Path taken = MadeRun.usual(1).write(folder.resolve("a+b"));
    report(a, b).succeeded();
    assertThat(folder.resolve("a+b-joint/report/report.html")).exists();
    assertThat(taken.resolve("runs.json")).doesNotExist();
    report(a, b).succeeded();
    assertThat(folder.resolve("a/report/report.md")).exists();
    report(a, folder.resolve("a+b-joint"))
        .refused("is a joint report of runs", "name the run folders");
    report(a, "--output", folder.resolve("one")).refused("--output", "one is given");
  }

  @Test
  void aRunWithoutProvenanceIsTakenAtItsNames() throws IOException {
    Path a = run("a");
    Path b = run("b");
    Files.delete(b.resolve("provenance.json"));
    CommandRun report = report(a, b).succeeded();
    assertThat(report.err())
        .contains("warning: b: provenance.json is missing or broken, so what it has");
    assertThat(report.out()).containsPattern("m \\(b\\) +preserved +1\\.000");
    Files.writeString(b.resolve("provenance.json"), "{\"program\": ");
    assertThat(report(a, b).succeeded().err()).contains("b: provenance.json is missing or broken");
    Files.writeString(b.resolve("provenance.json"), "[1]");
    assertThat(report(a, b).succeeded().err()).contains("b: provenance.json is missing or broken");
    // what is not known agrees with what is, so the third run differs from both
    Path c = MadeRun.usual(1).behaviorOf("lies", "f").write(folder.resolve("c"));
    CommandRun three = report(b, a, c).succeeded();
    assertThat(three.err()).contains("The behavior lies of c is not that of b (SHA-256)");
    assertThat(three.out()).containsPattern("m \\(a\\) +preserved +1\\.000");
  }

  @Test
  void otherPairsAreNotComparedWhateverProvenanceSays() throws IOException {
    Path a = run("a");
    Path b = run("b");
    Path scores = b.resolve("scores.csv");
    Files.writeString(scores, Files.readString(scores).replace("p11", "p12"));
    CommandRun report = report(a, b).succeeded();
    assertThat(report.err()).contains("behavior lies of b is not that of a (pairs)");
    assertThat(folder.resolve("a+b/comparison.csv")).doesNotExist();
  }

  @Test
  void brokenRunsAreRefusedAndNothingIsWritten() throws IOException {
    Path a = run("a");
    Path b = run("b");
    Path scores = b.resolve("scores.csv");
    String good = Files.readString(scores);
    Files.writeString(scores, good.replaceFirst("positive", "neither"));
    report(a, b).refused("scores.csv", "row 1");
    Files.writeString(scores, good);
    Files.delete(b.resolve("spec.yaml"));
    report(a, b).refused("spec.yaml", "no such file");
    report(a, folder.resolve("none")).refused("none: is no run folder");
    assertThat(folder.resolve("a/report")).doesNotExist();
    assertThat(folder.resolve("a+b")).doesNotExist();
  }

  @Test
  void namesWithParenthesesOfTheirOwnStayApart() throws IOException {
    Path one = new MadeRun().sweep("m", "lies", 1, 1).write(folder.resolve("a) (b"));
    Path other = new MadeRun().sweep("m (a)", "lies", 2, 1).write(folder.resolve("b"));
    CommandRun report = report(one, other).succeeded();
    assertThat(report.out()).contains("\nm (a) (b)\n", "\nm (a) (b) #2\n");
    assertThat(report.err()).contains("Nothing is compared pair by pair");
  }

  @Test
  void aJointReportIsNoRunToInspect() throws IOException {
    report(run("a"), run("b")).succeeded();
    CommandRun.of("inspect", folder.resolve("a+b").toString())
        .refused("a+b: is a joint report of runs", "name the run folders");
  }
}
