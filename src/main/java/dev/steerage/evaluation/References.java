package dev.steerage.evaluation;

import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.llama.LlamaModel;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which model each other one is compared with. Models are compared where they have the same blocks,
 * width, tokenizer and chat format, so that a token of one is the same question to the other.
 */
final class References {
  /** The key of {@code provenance.json}: model to its reference. */
  static final String KEY = "references";

  private final Map<String, Preflight> byModel = new LinkedHashMap<>();

  private References() {}

  /**
   * Finds them.
   *
   * @throws InputException if the reference that is asked for is none of the models, or another
   *     model cannot be compared with it
   */
  static References of(List<Preflight> models, String asked) {
    References references = new References();
    if (asked.equals(ComparisonSpec.NONE)) {
      return references;
    }
    if (!asked.equals(ComparisonSpec.AUTO)) {
      Preflight reference = named(models, asked);
      for (Preflight model : models) {
        if (model != reference) {
          difference(reference, model)
              .ifPresent(
                  why -> {
                    throw InputException.in(
                        model.input().file(),
                        "cannot be compared with the reference %s (%s); take it out, or give --reference none"
                            .formatted(reference.input().name(), why));
                  });
          references.byModel.put(model.input().name(), reference);
        }
      }
      return references;
    }
    List<Preflight> largestFirst = new ArrayList<>(models);
    largestFirst.sort(Comparator.comparingLong(References::bytes).reversed()); // stable
    List<Preflight> found = new ArrayList<>();
    for (Preflight model : largestFirst) {
      Optional<Preflight> reference =
          found.stream().filter(r -> difference(r, model).isEmpty()).findFirst();
      reference.ifPresentOrElse(
          r -> references.byModel.put(model.input().name(), r), () -> found.add(model));
    }
    return references;
  }

  private static Preflight named(List<Preflight> models, String name) {
    return models.stream()
        .filter(model -> model.input().name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "reference '%s' is none of the models (%s); give one of these names, auto or none"
                        .formatted(
                            InputFile.shown(name),
                            String.join(
                                ", ", models.stream().map(m -> m.input().name()).toList()))));
  }

  /** The same weights in fewer bits have fewer bytes. */
  private static long bytes(Preflight model) {
    try {
      return Files.size(model.input().file());
    } catch (IOException e) {
      throw InputException.in(model.input().file(), "cannot be read; check its permissions", e);
    }
  }

  private static Optional<String> difference(Preflight a, Preflight b) {
    if (!a.shape().equals(b.shape())) {
      return Optional.of("its blocks or its width differ");
    }
    if (!a.format().name().equals(b.format().name())) {
      return Optional.of("chat format " + b.format().name() + " is not " + a.format().name());
    }
    if (a.input().sha256().equals(b.input().sha256())) {
      return Optional.empty();
    }
    try (LlamaModel one = Models.load(a.input().file(), LlamaModel.Options.tokenizer());
        LlamaModel other = Models.load(b.input().file(), LlamaModel.Options.tokenizer())) {
      return one.vocabularyDifference(other).map(InputFile::shown);
    }
  }

  /** What a model is compared with; empty for a reference itself, and where nothing fits. */
  Optional<Preflight> of(Preflight model) {
    return Optional.ofNullable(byModel.get(model.input().name()));
  }

  /** The models that are compared with this one. */
  List<String> dependents(String reference) {
    return byModel.entrySet().stream()
        .filter(entry -> entry.getValue().input().name().equals(reference))
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The models with those first that others are compared with, else in their order. */
  List<Preflight> referencesFirst(List<Preflight> models) {
    List<Preflight> ordered = new ArrayList<>(models);
    ordered.sort(Comparator.comparing(model -> byModel.containsKey(model.input().name())));
    return ordered;
  }

  /** Names of the references by model, for the run folder. */
  Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    byModel.forEach((model, reference) -> names.put(model, reference.input().name()));
    return names;
  }
}
