package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.InputFile;
import dev.steerage.cli.BrokenFiles.Case;
import dev.steerage.cli.BrokenFilesMain.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Broken files of every kind, each read by a command in a process with little memory: one sentence
 * and exit code 2, or a result where what was broken does not matter.
 */
class BrokenFilesTest {
  private static final long SEED = Long.getLong("steerage.broken.seed", 1);
  private static final int MOST_SECONDS = 10;
  private static final long MOST_KIB = 1 << 20;
  private static final int LONGEST_SENTENCE = 1000;

  /** Of all, at most so many do no harm: a changed weight, token or word is still one. */
  private static final double MOST_HARMLESS = 0.25;

  private static final Pattern INNARDS =
      Pattern.compile("\\tat |Exception|\\w+Error\\b|dev\\.steerage\\.|java\\.|an error in the");

  @TempDir private Path folder;

  private final List<String> faults = new ArrayList<>();

  @Test
  void areRefusedInOneSentence() throws Exception {
    List<Case> cases = BrokenFiles.write(folder, SEED);
    assertThat(cases).hasSizeGreaterThan(500);
    Map<Integer, Result> results = run(cases);

    int harmless = 0;
    for (Map.Entry<Integer, Result> entry : results.entrySet()) {
      Case broken = cases.get(entry.getKey());
      Result result = entry.getValue();
      if (broken.isWhole()) {
        check(result.code() == 0, broken, result);
      } else if (result.code() == 0) {
        harmless++;
        check(!result.out().isBlank() || !result.err().isBlank(), broken, result);
        check(!result.out().contains("NaN"), broken, result);
      } else {
        check(result.code() == 2, broken, result);
        check(isOneSentence(result.err()), broken, result);
        check(result.err().contains(named(broken)), broken, result);
      }
      check(result.millis() < 1000L * MOST_SECONDS, broken, result);
      check(result.peakKib() < MOST_KIB, broken, result);
    }
    System.getLogger("broken").log(System.Logger.Level.INFO, summary(cases, results));
    assertThat(faults).as(() -> faults.size() + " of " + cases.size()).isEmpty();
    assertThat(harmless).isLessThan((int) (MOST_HARMLESS * cases.size()));
  }

  /** The file's name without its ending; a spec may name another that is not there. */
  private static String named(Case broken) {
    return broken.kind().equals("spec") ? "" : InputFile.name(broken.file());
  }

  /** Lines before the last one are of what went well until then. */
  private static boolean isOneSentence(String err) {
    List<String> lines = err.lines().toList();
    String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    return last.startsWith("steerage: ")
        && last.length() < LONGEST_SENTENCE
        && !INNARDS.matcher(err).find();
  }

  private void check(boolean holds, Case broken, Result result) {
    if (!holds) {
      faults.add(
          "%s, %s: code %d, %d ms, %d KiB: %s"
              .formatted(
                  broken.file().getFileName(),
                  broken.what(),
                  result.code(),
                  result.millis(),
                  result.peakKib(),
                  result.err()));
    }
  }

  /** Runs all; a process that ends early or hangs is a fault, and the next one takes the rest. */
  private Map<Integer, Result> run(List<Case> cases) throws Exception {
    List<String> lines = cases.stream().map(c -> String.join("\t", c.arguments())).toList();
    Path list = Files.write(folder.resolve("list.txt"), lines);
    Map<Integer, Result> results = new TreeMap<>();
    int next = 0;
    while (next < cases.size()) {
      Path notes = folder.resolve("notes" + next + ".txt");
      Process child = start(list, next, notes);
      int code = await(child, notes);
      List<String> noted = Files.exists(notes) ? Files.readAllLines(notes) : List.of();
      noted.stream()
          .filter(line -> !Result.isBegin(line))
          .map(Result::of)
          .forEach(result -> results.put(result.index(), result));
      next = results.isEmpty() ? 0 : ((TreeMap<Integer, Result>) results).lastKey() + 1;
      if (code != 0) {
        next = next(noted, next);
        Case guilty = cases.get(next);
        faults.add(
            "%s, %s: the process ended with %d: %s"
                .formatted(guilty.file().getFileName(), guilty.what(), code, log()));
        next++;
      }
    }
    return results;
  }

  private static int next(List<String> noted, int otherwise) {
    String last = noted.isEmpty() ? "" : noted.get(noted.size() - 1);
    return Result.isBegin(last) ? Integer.parseInt(last.replaceAll("\\D", "")) : otherwise;
  }

  private String log() throws IOException {
    String text = Files.readString(folder.resolve("child.log"));
    return text.substring(0, Math.min(600, text.length()));
  }

  /** The exit code; a process that notes nothing for too long is ended. */
  private static int await(Process child, Path notes) throws Exception {
    long size = -1;
    long since = System.nanoTime();
    while (!child.waitFor(50, TimeUnit.MILLISECONDS)) {
      long now = Files.exists(notes) ? Files.size(notes) : 0;
      if (now != size) {
        size = now;
        since = System.nanoTime();
      } else if (System.nanoTime() - since > TimeUnit.SECONDS.toNanos(2 * MOST_SECONDS)) {
        child.destroyForcibly().waitFor();
      }
    }
    return child.exitValue();
  }

  private Process start(Path list, int from, Path notes) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Dorg.bytedeco.javacpp.maxPhysicalBytes=0");
    command.add("-XX:ErrorFile=" + folder.resolve("hs_err.log"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(BrokenFilesMain.class.getName());
    command.addAll(List.of(list.toString(), String.valueOf(from), notes.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("child.log").toFile())
        .start();
  }

  /** How many of each kind were refused and how many did no harm. */
  private static String summary(List<Case> cases, Map<Integer, Result> results) {
    Map<String, int[]> counts = new TreeMap<>();
    results.forEach(
        (i, result) ->
            counts.computeIfAbsent(cases.get(i).kind(), any -> new int[3])[result.code()]++);
    StringBuilder text = new StringBuilder("done, failed, refused");
    counts.forEach((kind, n) -> text.append("\n%s %d %d %d".formatted(kind, n[0], n[1], n[2])));
    return text.toString();
  }
}
