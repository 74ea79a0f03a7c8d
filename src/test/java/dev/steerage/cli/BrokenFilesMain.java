package dev.steerage.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Runs command lines one after the other in this process, and notes what each did, so that whoever
 * waits for it knows at which one the process ended.
 */
final class BrokenFilesMain {
  private static final String BEGIN = "begin ";

  private BrokenFilesMain() {}

  /**
   * Runs the lines of a file, words between tabs.
   *
   * @param args the file; the number of lines that are left out at its beginning; where to note
   */
  public static void main(String[] args) throws IOException {
    List<String> lines = Files.readAllLines(Path.of(args[0]));
    Path notes = Path.of(args[2]);
    for (int i = Integer.parseInt(args[1]); i < lines.size(); i++) {
      note(notes, BEGIN + i);
      long start = System.nanoTime();
      CommandRun run = CommandRun.of(lines.get(i).split("\t", -1));
      long millis = (System.nanoTime() - start) / 1_000_000;
      note(notes, new Result(i, run.code(), millis, peakKib(), run.out(), run.err()).line());
    }
  }

  private static long peakKib() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("no VmHWM");
  }

  private static void note(Path file, String line) throws IOException {
    Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** What a command line did, and the process's peak of memory until then. */
  record Result(int index, int code, long millis, long peakKib, String out, String err) {
    private static final String BREAK = "\u0001";

    String line() {
      return String.join(
          "\t",
          String.valueOf(index),
          String.valueOf(code),
          String.valueOf(millis),
          String.valueOf(peakKib),
          folded(out),
          folded(err));
    }

    static Result of(String line) {
      String[] words = line.split("\t", -1);
      return new Result(
          Integer.parseInt(words[0]),
          Integer.parseInt(words[1]),
          Long.parseLong(words[2]),
          Long.parseLong(words[3]),
          words[4].replace(BREAK, "\n"),
          words[5].replace(BREAK, "\n"));
    }

    static boolean isBegin(String line) {
      return line.startsWith(BEGIN);
    }

    private static String folded(String text) {
      String valid = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
      return valid.replace("\t", " ").replace("\r", "\\r").replace("\n", BREAK);
    }
  }
}
