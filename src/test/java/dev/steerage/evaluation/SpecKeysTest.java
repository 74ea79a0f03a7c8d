package dev.steerage.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.steerage.InputException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All that is wrong with the keys of a YAML text, at once. */
class SpecKeysTest {
  private enum Wind {
    NORTH_WEST,
    CALM
  }

  private record Voyage(
      @JsonProperty(required = true) String ship,
      @JsonProperty(required = true) List<Leg> legs,
      @Nullable Boolean atNight,
      @Nullable Integer crew,
      @Nullable Wind wind,
      @Nullable List<List<Double>> chart) {}

  private record Leg(@JsonProperty(required = true) String port, @Nullable List<Integer> days) {}

  private static final Path FILE = Path.of("my.yaml");

  private static List<String> problems(String text) throws JsonProcessingException {
    try {
      SpecKeys.check(FILE, text, Voyage.class);
      return List.of();
    } catch (InputException e) {
      return String.valueOf(e.getMessage()).lines().toList();
    }
  }

  /** Adds what is required to a text that is not about it. */
  private static List<String> problemsOfOptional(String text) throws JsonProcessingException {
    return problems(text.replace("\\n", "\n") + "\nship: a\nlegs: []");
  }

  @Test
  void everyKeyThatIsWrongIsNamedAtOnce() throws JsonProcessingException {
    String text =
        """
        # a comment
        shp: Argo
        legs:
        - port: Iolcus
          dayz: [1]
        - {days: [2], port: Lemnos, port: Samos}
        - days: [3]
        sails: {red: 1, legs: 2}
        crew: 50
        crew: 49
        """;
    assertThat(problems(text))
        .containsExactly(
            "my.yaml: line 2, column 1: unknown key 'shp'; did you mean 'ship'?",
            "my.yaml: line 5, column 3: unknown key 'dayz'; did you mean 'days'?",
            "my.yaml: line 6, column 29: 'port' is a key of line 6 already; keep one of them",
            "my.yaml: line 7, column 3: the key 'port' is missing; add it",
            "my.yaml: line 8, column 1: unknown key 'sails'; the keys here are ship, legs, at-night,"
                + " crew, wind, chart",
            "my.yaml: line 10, column 1: 'crew' is a key of line 9 already; keep one of them",
            "my.yaml: line 2, column 1: the key 'ship' is missing; add it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "crew: many|line 1, column 7: 'crew' needs a whole number, not 'many'",
        "crew: 1.5|'crew' needs a whole number, not '1.5'",
        "crew: 3000000000|'crew' needs a whole number, not '3000000000'",
        "crew: 12345678901234567890|'crew' needs a whole number",
        "crew: [1]|'crew' needs a whole number, not a list",
        "at-night: maybe|'at-night' needs true or false, not 'maybe'",
        "at-night: 1|'at-night' needs true or false, not '1'",
        "atNight: true|unknown key 'atNight'; did you mean 'at-night'?",
        "wind: north|'wind' needs one of north-west, calm, not 'north'",
        "wind: {calm: 1}|'wind' needs one of north-west, calm, not keys with values",
        "chart: [[1, x]]|line 1, column 13: an entry of an entry of 'chart' needs a number, not 'x'",
        "chart: [[.nan]]|needs a number, not '.nan'",
        "chart: [[NaN]]|needs a number, not 'NaN'",
        "chart: [[1e999]]|needs a number, not '1e999'",
        "chart: [[1.0e+999]]|needs a number, not '1.0e+999'",
        "chart: [1]|an entry of 'chart' needs a list, such as [a, b], not '1'",
        "chart: [[1, ]]\\nwind: &w calm\\ncrew: *w|line 3, column 7: 'crew' is the alias *w",
        "chart: [null]|an entry of 'chart' has no value; give a list",
        "'? crew\\n: a'|'crew' needs a whole number"
      })
  void aValueOfAnotherKindIsNamed(String text, String words) throws JsonProcessingException {
    assertThat(problemsOfOptional(text)).singleElement().asString().contains(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "legs: [Lemnos]",
        "legs: Lemnos",
        "legs: {port: Lemnos}",
        "legs:",
        "legs: [null]",
        "legs: [[{port: Lemnos}]]"
      })
  void aListOfRecordsIsNothingElse(String text) throws JsonProcessingException {
    assertThat(problems("ship: a\n" + text))
        .singleElement()
        .asString()
        .startsWith("my.yaml: line 2, column ")
        .contains("'legs'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "crew:",
        "crew: '7'\\nat-night: false\\nwind: north-west",
        "crew: &c 0x10",
        "chart: [[1, -2.5, 1e-3, '4'], []]",
        "wind: ~\\nchart: null"
      })
  void whatJacksonBindsPasses(String text) throws JsonProcessingException {
    assertThat(problemsOfOptional(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing", "word", "[a, b]", "---\nship: 1\nlegs: []\n---\nx: y"})
  void onlyTheFirstDocumentsKeysAreLookedAt(String text) throws JsonProcessingException {
    assertThat(problems(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ship: [a", "ship: a\n b: c: d", "\tship: a", "{", "legs: [{port: a]"})
  void whatIsNoYamlIsLeftToJacksonsWords(String text) {
    assertThatExceptionOfType(JsonProcessingException.class).isThrownBy(() -> problems(text));
  }

  @Test
  void textOfTheFileIsShownShortAndOnOneLine() throws JsonProcessingException {
    assertThat(problemsOfOptional("\"a\\u0007" + "b".repeat(500) + "\": 1"))
        .singleElement()
        .asString()
        .contains("'a?bbb", "…'")
        .hasSizeLessThan(200);
  }
}
