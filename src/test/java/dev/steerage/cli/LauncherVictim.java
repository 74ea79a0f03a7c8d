package dev.steerage.cli;

import dev.steerage.WorkNote;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A process that the launcher's tests end in several ways. */
final class LauncherVictim {
  private LauncherVictim() {}

  /**
   * Says its id and waits, or ends.
   *
   * @param args {@code exit} and a code; {@code echo} for its standard input; {@code work} for
   *     notes of its work; else nothing
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    if (args[0].equals("exit")) {
      System.exit(Integer.parseInt(args[1]));
    }
    if (args[0].equals("echo")) {
      System.out.write(System.in.readAllBytes());
      System.out.flush();
      return;
    }
    if (args[0].equals("work")) {
      WorkNote.inUse(Path.of("models", "broken.gguf"));
      WorkNote.keptIn(Path.of("results", "run"));
    }
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> System.out.println("finished what was begun")));
    System.out.println(ProcessHandle.current().pid());
    System.in.readNBytes(0);
    Thread.sleep(60_000);
    System.out.println(new String(new byte[0], StandardCharsets.UTF_8));
  }
}
