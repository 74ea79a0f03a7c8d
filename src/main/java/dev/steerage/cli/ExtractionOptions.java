package dev.steerage.cli;

import dev.steerage.InputException;
import dev.steerage.dataset.HalfOrder;
import dev.steerage.evaluation.ExtractionSource;
import dev.steerage.evaluation.ExtractionSpec;
import dev.steerage.evaluation.TokenPosition;
import dev.steerage.vector.DirectionMethod;
import dev.steerage.vector.DirectionMethod.Length;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The pairs of an extraction, and how they become vectors. */
final class ExtractionOptions {
  @Option(
      names = "--pairs",
      split = ",",
      paramLabel = "FILE|NAME",
      description =
          "Contrast pairs, or multiple-choice questions as CAA has them, or the name of shipped ones, such as"
              + " refusal or refusal-choices; repeatable, and taken together.")
  private List<Path> pairs = List.of();

  @Option(
      names = "--positive-prompts",
      paramLabel = "FILE",
      description = "Instead of pairs, with --negative-prompts: prompt i of both is a pair.")
  private @Nullable Path positivePrompts;

  @Option(names = "--negative-prompts", paramLabel = "FILE", description = "The other prompts.")
  private @Nullable Path negativePrompts;

  @Option(names = "--negative-first", description = "The files hold the poles the other way round.")
  private boolean negativeFirst;

  @Option(
      names = "--position",
      paramLabel = "NAME",
      description =
          "Tokens that count: continuation, the mean over it (default for pairs); last, the text's last token (for"
              + " prompts); answer, the letter of a multiple-choice answer (default for questions).")
  private @Nullable TokenPosition position;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      defaultValue = "mean-difference",
      description =
          "mean-difference of the poles (CAA), pca (first principal component of the pairs' differences) or logistic"
              + " (ridge-regularised regression on the differences) (default: ${DEFAULT-VALUE}).")
  private DirectionMethod method = DirectionMethod.MEAN_DIFFERENCE;

  @Option(
      names = "--pca-centre",
      description = "Centre the differences first, as repeng's pca_diff does.")
  private boolean centre;

  @Option(
      names = "--length",
      paramLabel = "NAME",
      defaultValue = "projection",
      description =
          "projection: coefficient 1 is the step from the negatives' mean to the positives' along the vector;"
              + " unit: length 1, as repeng's (default: ${DEFAULT-VALUE}).")
  private Length length = Length.PROJECTION;

  @Option(
      names = "--layers",
      split = ",",
      paramLabel = "N",
      description = "Blocks (from 0) whose output is read, 1 or later (default: all); repeatable.")
  private List<Integer> layers = List.of();

  @Option(
      names = "--held-out",
      paramLabel = "K",
      defaultValue = "" + ExtractionSpec.DEFAULT_HELD_OUT,
      description =
          "Every K-th pair is not extracted from, and the layers are measured on it; 0: extract from all, measure"
              + " nothing (default: ${DEFAULT-VALUE}).")
  private int heldOut = ExtractionSpec.DEFAULT_HELD_OUT;

  ExtractionSource source() {
    if (positivePrompts != null && negativePrompts != null && pairs.isEmpty() && !negativeFirst) {
      return new ExtractionSource.Prompts(positivePrompts, negativePrompts);
    }
    if (pairs.isEmpty() || positivePrompts != null || negativePrompts != null) {
      throw new InputException(
          "give either --pairs, or --positive-prompts and --negative-prompts without --negative-first");
    }
    return new ExtractionSource.Pairs(
        pairs, negativeFirst ? HalfOrder.NEGATIVE_FIRST : HalfOrder.POSITIVE_FIRST);
  }

  @Nullable TokenPosition position() {
    return position;
  }

  DirectionMethod method() {
    if (!centre) {
      return method;
    }
    if (method == DirectionMethod.MEAN_DIFFERENCE || method == DirectionMethod.LOGISTIC) {
      throw new InputException("--pca-centre goes with --method pca; leave it out");
    }
    return DirectionMethod.PCA_CENTRED;
  }

  Length length() {
    return length;
  }

  List<Integer> layers() {
    return layers;
  }

  int heldOut() {
    return heldOut;
  }
}
