package dev.steerage.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.steerage.metric.Normalization;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables in pdfLaTeX, where there is one. */
class LatexCompilerTest {
  @TempDir private Path folder;

  /** Texts of letters that pdfLaTeX has, no longer than the name of a file can be. */
  private static List<MetricsReport> reports() {
    return HostileText.all()
        .filter(name -> name.length() < 256)
        .filter(name -> !LatexEscape.isBeyondLatin(LatexEscape.of(name)))
        .map(HostileText::report)
        .toList();
  }

  @Test
  void everyTableCompilesWithoutAnErrorWhateverTheNames() throws Exception {
    StringBuilder document =
        new StringBuilder(
            """
            \\documentclass{article}
            \\usepackage[T1]{fontenc}
            \\usepackage{booktabs,longtable}
            \\extrafloats{200}
            \\begin{document}
            """);
    List<MetricsReport> reports = new ArrayList<>(reports());
    assertThat(reports).hasSizeGreaterThan(25);
    reports.add(HostileText.report("many").withQuartiles(List.of(Normalization.values())));
    for (MetricsReport report : reports) {
      document.append(TableFormat.TEX.render(report)).append("\\clearpage\n");
    }
    Path file = Files.writeString(folder.resolve("tables.tex"), document + "\\end{document}\n");
    Path log = folder.resolve("log");
    Process latex =
        new ProcessBuilder(
                pdflatex().toString(),
                "-interaction=nonstopmode",
                "-no-shell-escape",
                file.getFileName().toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(latex.waitFor(2, TimeUnit.MINUTES)).isTrue();
    try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
      assertThat(lines)
          .noneMatch(line -> line.startsWith("!") || line.contains("Missing character"));
    }
    assertThat(latex.exitValue()).isZero();
  }

  private static Path pdflatex() throws IOException {
    String path = System.getenv("PATH");
    Stream<Path> found =
        Stream.of((path == null ? "" : path).split(File.pathSeparator, -1))
            .map(folder -> Path.of(folder, "pdflatex"))
            .filter(Files::isExecutable);
    Path program = found.findFirst().orElse(Path.of("pdflatex"));
    assumeTrue(
        Files.isExecutable(program),
        "pdflatex is missing; on Debian: apt-get install texlive-latex-recommended");
    return program;
  }
}
