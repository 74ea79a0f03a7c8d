package dev.steerage.report.figure;

import dev.steerage.Parallel;
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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The figures of a run, made from its numbers alone. */
public final class Figures {
  private final List<Stem> stems = new ArrayList<>();
  private final FigureStyle style;

  private Figures(FigureStyle style) {
    this.style = style;
  }

  /**
   * Figures that are not drawn yet.
   *
   * @param name what their file names begin with
   * @param plots makes them
   */
  private record Stem(String name, Supplier<List<Multiples>> plots) {}

  /** A figure without the name that tells it from all others. */
  private record Drawn(Multiples of, List<FigureFile> files) {}

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
   * pair. With many panels a figure has several files. Several are drawn at a time, and handed over
   * one by one in this order, so that few are in memory.
   */
  public static void of(FigureData data, FigureStyle style, Consumer<Figure> figures) {
    Figures all = new Figures(style);
    RatioFigure.of(data.compared(), data.margin(), style)
        .forEach((behavior, of) -> all.stems.add(new Stem(behavior, () -> of)));
    for (Effects effects : Effects.of(data.metrics())) {
      all.stems.add(
          new Stem(
              effects.behavior(),
              () ->
                  Stream.of(
                          CoefficientFigure.of(SweptQuantity.EFFECT, effects, style),
                          CoefficientFigure.of(SweptQuantity.COST, effects, style),
                          DivergenceFigure.of(effects, style),
                          HeatFigure.of(effects, style),
                          NullFigure.of(effects, style))
                      .flatMap(Optional::stream)
                      .toList()));
    }
    all.addPairs(data);
    all.draw(figures);
  }

  /** Effect against cost of what a tune has tried, a figure a behavior. */
  public static void of(Tuned tuned, FigureStyle style, Consumer<Figure> figures) {
    Figures all = new Figures(style);
    tuned.rows().stream()
        .map(row -> row.condition().behavior())
        .distinct()
        .forEach(
            behavior ->
                all.stems.add(
                    new Stem(
                        behavior,
                        () -> FrontierFigure.of(tuned, behavior, style).stream().toList())));
    all.draw(figures);
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
          List<PairChanges> by = changes.getOrDefault(subject, List.of());
          stems.add(new Stem(stem, () -> List.of(LikelihoodFigure.of(subject.title(), of, style))));
          stems.add(new Stem(stem, () -> List.of(ChangeFigure.of(subject.title(), by, style))));
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

  private void draw(Consumer<Figure> figures) {
    UniqueNames names = new UniqueNames(List.of());
    Parallel.inOrder(
        stems,
        stem -> Map.entry(stem, drawn(stem)),
        made ->
            made.getValue()
                .forEach(
                    one ->
                        figures.accept(
                            new Figure(
                                names.of(made.getKey().name, one.of.kind()),
                                one.of.title(),
                                one.of.caption(),
                                one.files))));
  }

  private List<Drawn> drawn(Stem stem) {
    List<Drawn> drawn = new ArrayList<>();
    for (Multiples figure : stem.plots.get()) {
      for (Multiples part : figure.parts(PanelGrid.most(figure, style))) {
        PanelGrid grid = new PanelGrid(part, style);
        List<FigureFile> files = new ArrayList<>();
        if (style.hasSvg()) {
          files.add(FigureFile.svg(SvgText.of(grid)));
        }
        if (style.hasPng()) {
          files.add(FigureFile.png(PngImage.of(grid)));
        }
        drawn.add(new Drawn(part, files));
      }
    }
    return drawn;
  }
}
