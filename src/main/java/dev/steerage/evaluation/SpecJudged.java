package dev.steerage.evaluation;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.dataset.ShippedConcepts;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a spec says of a judge: a {@link JudgedSpec}. */
record SpecJudged(
    @JsonProperty(required = true) String judge,
    @Nullable List<String> concepts,
    @Nullable ChatFormatName chatFormat,
    @Nullable Integer maxTokens) {

  static @Nullable SpecJudged of(@Nullable JudgedSpec spec, Path folder) {
    return spec == null
        ? null
        : new SpecJudged(
            SpecFile.relative(folder, spec.judge()),
            spec.concepts(),
            spec.chatFormat(),
            spec.maxTokens());
  }

  /**
   * What it says of these behaviors.
   *
   * @throws InputException if it has not one concept a behavior, and one of them is not shipped
   */
  static @Nullable JudgedSpec toSpec(
      @Nullable SpecJudged keys, @Nullable Path folder, List<Path> behaviors) {
    if (keys == null) {
      return null;
    }
    List<String> given = keys.concepts();
    if (given != null && given.size() != behaviors.size()) {
      throw new InputException(
          "judged has %d concepts for %d behaviors; give one for each, in their order"
              .formatted(given.size(), behaviors.size()));
    }
    return new JudgedSpec(
        SpecFile.resolve(folder, keys.judge()),
        given != null
            ? given
            : behaviors.stream().map(InputFile::name).map(ShippedConcepts::of).toList(),
        keys.chatFormat() == null ? ChatFormatName.AUTO : keys.chatFormat(),
        keys.maxTokens() == null ? Sampling.DEFAULT_MAX_TOKENS : keys.maxTokens());
  }
}
