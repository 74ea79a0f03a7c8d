package dev.steerage.llama.oracle;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of one run of the other build: questions, answers, its log, and the native library that
 * it extracts. All of them go with {@link #close()}.
 */
final class ProcessFolder implements AutoCloseable {
  private static final int LONGEST_COMPLAINT = 300;
  private static final Pattern COMPLAINT = Pattern.compile("(?i)error|assert|\\bSIG[A-Z]+ \\(");

  /** How a JVM's account of a crash begins; the signal follows. */
  private static final String JVM_CRASH = "A fatal error has been detected";

  private final Path folder;

  ProcessFolder() throws IOException {
    this.folder = Files.createTempDirectory("steerage-oracle");
  }

  Path path() {
    return folder;
  }

  Path questions() {
    return folder.resolve("questions.jsonl");
  }

  Path answers() {
    return folder.resolve("answers.jsonl");
  }

  Path log() {
    return folder.resolve("log.txt");
  }

  /** The first line of the log that speaks of an error, else its last line. */
  Optional<String> complaint() throws IOException {
    String log = new String(Files.readAllBytes(log()), StandardCharsets.UTF_8);
    List<String> lines =
        log.lines()
            .map(line -> line.replaceFirst("^#", "").strip())
            .filter(line -> !line.isEmpty())
            .toList();
    Optional<String> error =
        lines.stream()
            .filter(line -> COMPLAINT.matcher(line).find())
            .filter(line -> !line.contains(JVM_CRASH))
            .findFirst();
    return error
        .or(() -> lines.stream().reduce((first, second) -> second))
        .map(line -> line.substring(0, Math.min(LONGEST_COMPLAINT, line.length())));
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
