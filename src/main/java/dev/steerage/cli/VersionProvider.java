package dev.steerage.cli;

import dev.steerage.ProgramVersion;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class VersionProvider implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"steerage " + ProgramVersion.text()};
  }
}
