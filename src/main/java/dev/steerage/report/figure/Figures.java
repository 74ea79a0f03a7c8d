package dev.steerage.report.figure;

import dev.steerage.likelihood.Aggregation;
import dev.steerage.metric.Normalization;
import dev.steerage.metric.OrderedTexts;
import dev.steerage.metric.PairChanges;
import dev.steerage.report.Figure;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.FileNames;
import dev.steerage.runlog.ScoreRow;
import java.awt.AWTError;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The figures of a run, made from its scores. */
public final class Figures {
  /** More would make a page longer than a screen. */
  private static final int MOST_PANELS = 12;

  /** A file system's names have 255 bytes; ending, number and a temporary ending come on top. */
  private static final int MOST_BYTES = 200;

  private final List<Figure> figures = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private Figures() {}

  /** What a figure is of. */
  private record Subject(String model, String behavior) {
    static Subject of(Condition condition) {
      return new Subject(condition.model(), condition.behavior());
    }

    String title() {
      return behavior + ", " + model;
    }
  }

  /**
   * Two figures for each model and behavior with a steered condition: normalized log-likelihoods
   * (the figure of arXiv 2410.17245), and changes by pair. With many conditions each has several
   * files. Random directions have none.
   *
   * @throws dev.steerage.InputException as {@link dev.steerage.metric.Metrics#of} does
   */
  public static List<Figure> of(List<ScoreRow> all, Aggregation aggregation) {
    List<ScoreRow> rows = all.stream().filter(row -> !row.condition().isRandomDirection()).toList();
    Map<Subject, List<OrderedTexts>> texts =
        bySubject(OrderedTexts.of(rows, aggregation, Normalization.PAPER), OrderedTexts::condition);
    Map<Subject, List<PairChanges>> changes =
        bySubject(PairChanges.of(rows, aggregation), PairChanges::condition);
    Figures figures = new Figures();
    texts.forEach(
        (subject, of) -> {
          figures.add(subject, LikelihoodFigure.of(subject.title(), of));
          figures.add(
              subject, ChangeFigure.of(subject.title(), changes.getOrDefault(subject, List.of())));
        });
    return List.copyOf(figures.figures);
  }

  /** Why this machine's Java can draw no text, in a sentence; empty where it can. */
  public static Optional<String> obstacle() {
    try {
      new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB)
          .createGraphics()
          .getFontMetrics(PanelPlot.font(Font.PLAIN, 12))
          .stringWidth("n");
      return Optional.empty();
    } catch (RuntimeException | AWTError | InternalError | LinkageError e) {
      // Java has no error of its own for it: what comes depends on which part is missing
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      return Optional.of(
          "the report has no figures, because Java finds no fonts ("
              + cause.getMessage()
              + "); install fontconfig and a font, on Debian with: apt-get install fontconfig"
              + " fonts-dejavu-core");
    }
  }

  private static <T> Map<Subject, List<T>> bySubject(
      List<T> conditions, Function<T, Condition> condition) {
    return conditions.stream()
        .collect(
            Collectors.groupingBy(
                of -> Subject.of(condition.apply(of)), LinkedHashMap::new, Collectors.toList()));
  }

  private void add(Subject subject, Multiples figure) {
    for (Multiples part : figure.parts(MOST_PANELS)) {
      String name = name(subject, part.kind());
      String svg = SvgText.of(new PanelGrid(part));
      figures.add(new Figure(name, part.title(), part.caption(), svg));
    }
  }

  /** A name that no other has, also where capitals are no different. */
  private String name(Subject subject, String kind) {
    String stem = FileNames.safe(subject.behavior() + "-" + subject.model());
    while (stem.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
    }
    String base = stem + "-" + kind;
    String name = base;
    for (int number = 2; !names.add(name.toLowerCase(Locale.ROOT)); number++) {
      name = base + "-" + number;
    }
    return name;
  }
}
