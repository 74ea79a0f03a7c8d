package dev.steerage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this process is at work on, for the launcher: should native code end the process, the
 * launcher says which file it had in use and what is kept. The launcher names the file of the note
 * in the system property {@code steerage.work}; without it nothing is noted.
 */
public final class WorkNote {
  private static final String NOTHING = "nothing half-written is left";

  private static String inUse = "";
  private static String kept = NOTHING;

  private WorkNote() {}

  /** A file that native code reads now or has in memory, in place of the one before. */
  public static synchronized void inUse(Path file) {
    inUse = InputFile.printable(file.toString());
    write();
  }

  /** A folder whose complete results stay, and where the same command goes on. */
  public static synchronized void keptIn(Path folder) {
    kept =
        "complete results are kept in "
            + InputFile.printable(folder.toString())
            + ", where the same command goes on";
    write();
  }

  /** One line for the file, one for what is kept. */
  private static void write() {
    String note = System.getProperty("steerage.work", "");
    if (!note.isEmpty()) {
      try {
        Files.writeString(Path.of(note), inUse + "\n" + kept + "\n", StandardCharsets.UTF_8);
      } catch (IOException e) {
        // the launcher then says less; no reason to end what goes well
      }
    }
  }
}
