package dev.steerage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this program, as the build wrote it. */
public final class ProgramVersion {
  private ProgramVersion() {}

  /**
   * Version and git commit, such as {@code 0.1.0 (1a2b3c4)}; the commit is left out where the build
   * had no git.
   */
  public static String text() {
    Properties properties = new Properties();
    try (InputStream in = ProgramVersion.class.getResourceAsStream("version.properties")) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String version = properties.getProperty("version", "unknown");
    String commit = properties.getProperty("commit", "");
    return commit.matches("[0-9a-f]{7,}") ? version + " (" + commit + ")" : version;
  }
}
