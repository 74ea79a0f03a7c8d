package dev.steerage.report.figure;

import dev.steerage.metric.OrderedTexts;
import dev.steerage.metric.PairChanges;
import dev.steerage.metric.Tuned;
import dev.steerage.report.Figure;
import dev.steerage.report.FigureFile;
import dev.steerage.runlog.Condition;
import dev.steerage.runlog.UniqueNames;
import java.awt.AWTError;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The figures of a run, made from its numbers alone. */
public final class Figures {
  private final List<Figure> figures = new ArrayList<>();
  private final UniqueNames names = new UniqueNames(List.of());

  private final FigureStyle style;

  private Figures(FigureStyle style) {
    this.style = style;
  }

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
   * Those that have something to show, what sums up first: slope ratios of all models, then for
   * each behavior dose-response, neutral text, KL, layers and random directions, then for each
   * model and behavior normalized log-likelihoods (the figure of arXiv 2410.17245) and changes by
   * pair. With many panels a figure has several files.
   */
  public static List<Figure> of(FigureData data, FigureStyle style) {
    Figures figures = new Figures(style);
    RatioFigure.of(data.compared(), data.margin(), style)
        .forEach((behavior, of) -> of.forEach(figure -> figures.add(behavior, figure)));
    for (Effects effects : Effects.of(data.metrics())) {
      Stream.of(
              CoefficientFigure.of(SweptQuantity.EFFECT, effects, style),
              CoefficientFigure.of(SweptQuantity.COST, effects, style),
              DivergenceFigure.of(effects, style),
              HeatFigure.of(effects, style),
              NullFigure.of(effects, style))
          .flatMap(Optional::stream)
          .forEach(figure -> figures.add(effects.behavior(), figure));
    }
    figures.addPairs(data);
    return List.copyOf(figures.figures);
  }

  /** Effect against cost of what a tune has tried, a figure a behavior. */
  public static List<Figure> of(Tuned tuned, FigureStyle style) {
    Figures figures = new Figures(style);
    tuned.rows().stream()
        .map(row -> row.condition().behavior())
        .distinct()
        .forEach(
            behavior ->
                FrontierFigure.of(tuned, behavior, style)
                    .ifPresent(figure -> figures.add(behavior, figure)));
    return List.copyOf(figures.figures);
  }

  private void addPairs(FigureData data) {
    Map<Subject, List<OrderedTexts>> texts =
        bySubject(
            data.ordered().stream().filter(t -> !t.condition().isRandomDirection()).toList(),
            OrderedTexts::condition);
    Map<Subject, List<PairChanges>> changes =
        bySubject(
            data.changes().stream().filter(c -> !c.condition().isRandomDirection()).toList(),
            PairChanges::condition);
    texts.forEach(
        (subject, of) -> {
          String stem = subject.behavior() + "-" + subject.model();
          add(stem, LikelihoodFigure.of(subject.title(), of, style));
          List<PairChanges> by = changes.getOrDefault(subject, List.of());
          add(stem, ChangeFigure.of(subject.title(), by, style));
        });
  }

  /** Why this machine's Java can draw no text, in a sentence; empty where it can. */
  public static Optional<String> obstacle() {
    try {
      new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB)
          .createGraphics()
          .getFontMetrics(FigureStyle.USUAL.font(Font.PLAIN, Lettering.LABEL))
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

  private void add(String of, Multiples figure) {
    for (Multiples part : figure.parts(PanelGrid.most(figure, style))) {
      PanelGrid grid = new PanelGrid(part, style);
      List<FigureFile> files = new ArrayList<>();
      if (style.hasSvg()) {
        files.add(FigureFile.svg(SvgText.of(grid)));
      }
      if (style.hasPng()) {
        files.add(FigureFile.png(PngImage.of(grid)));
      }
      figures.add(new Figure(names.of(of, part.kind()), part.title(), part.caption(), files));
    }
  }
}
