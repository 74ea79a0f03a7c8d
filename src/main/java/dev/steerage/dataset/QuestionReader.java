package dev.steerage.dataset;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads multiple-choice questions, in any of {@link QuestionLayout}: JSON lines, a JSON list, or
 * CSV. Which one a file is in, its first entry says.
 */
public final class QuestionReader {
  private static final int MOST_BYTES = 64 << 20;
  private static final int MOST_DEPTH = 6;

  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              .streamReadConstraints(
                  StreamReadConstraints.builder().maxNestingDepth(MOST_DEPTH).build())
              .build());
  private static final CsvMapper CSV = new CsvMapper();

  private final Path file;
  private final List<ChoiceQuestion> questions = new ArrayList<>();
  private final Map<String, Integer> indexOfId = new HashMap<>();

  private QuestionReader(Path file) {
    this.file = file;
  }

  /**
   * Whether a path is the name of shipped questions, or a file whose first entry is a question in
   * one of the layouts; the rest is not looked at.
   */
  public static boolean isQuestions(Path file) {
    if (ShippedQuestions.isShipped(file)) {
      return true;
    }
    try {
      String text = new InputFile(file).utf8(new InputFile(file).bytes(MOST_BYTES));
      return isCsv(file, text)
          ? firstRow(text).flatMap(QuestionCsv::of).isPresent()
          : firstEntry(text).flatMap(QuestionJson::layout).isPresent();
    } catch (InputException | IOException e) {
      return false; // something else, which others have a sentence for
    }
  }

  private static Optional<List<String>> firstRow(String text) throws IOException {
    try (MappingIterator<String[]> rows = rows(text)) {
      return rows.hasNextValue() ? Optional.of(List.of(rows.nextValue())) : Optional.empty();
    }
  }

  private static Optional<JsonNode> firstEntry(String text) throws IOException {
    try (JsonParser parser = JSON.createParser(text)) {
      JsonToken token = parser.nextToken();
      token = token == JsonToken.START_ARRAY ? parser.nextToken() : token;
      return token == JsonToken.START_OBJECT
          ? Optional.of(parser.readValueAsTree())
          : Optional.empty();
    }
  }

  /**
   * Reads a file of at most 64 MiB, or shipped questions where the path is their name ({@link
   * ShippedQuestions}). A missing id is the entry's index.
   *
   * @throws InputException if the file is not such a file, naming the entry and line
   */
  public static QuestionSet read(Path file) {
    byte[] bytes;
    String text;
    if (ShippedQuestions.isShipped(file)) {
      bytes = ShippedQuestions.bytes(file);
      text = new String(bytes, StandardCharsets.UTF_8);
    } else {
      String fileName = String.valueOf(file.getFileName());
      if (!fileName.contains(".") && !Files.exists(file)) {
        throw ShippedQuestions.missing(file);
      }
      InputFile input = new InputFile(file);
      bytes = input.bytes(MOST_BYTES);
      text = input.utf8(bytes);
    }
    QuestionReader reader = new QuestionReader(file);
    QuestionLayout layout = isCsv(file, text) ? reader.readCsv(text) : reader.readJson(text);
    return new QuestionSet(
        InputFile.name(file), file, InputFile.sha256(bytes), layout, reader.questions);
  }

  private static boolean isCsv(Path file, String text) {
    String start = text.stripLeading();
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".csv")
        || !(start.startsWith("{") || start.startsWith("["));
  }

  private QuestionLayout readJson(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      JsonToken token = parser.nextToken();
      boolean isList = token == JsonToken.START_ARRAY;
      token = isList ? parser.nextToken() : token;
      Optional<QuestionLayout> layout = Optional.empty();
      for (; token != (isList ? JsonToken.END_ARRAY : null); token = parser.nextToken()) {
        QuestionRow row =
            new QuestionRow(file, questions.size(), parser.currentTokenLocation().getLineNr());
        if (token != JsonToken.START_OBJECT) {
          throw row.unusable("is no object {…}; write one");
        }
        JsonNode json = parser.readValueAsTree();
        Optional<QuestionLayout> own = QuestionJson.layout(json);
        layout = layout.isEmpty() ? own : layout;
        if (!own.equals(layout)) {
          throw noLayout(row);
        }
        QuestionLayout of = own.orElseThrow(() -> noLayout(row));
        add(row, QuestionJson.question(of, json, row, id(json, row)));
      }
      if (isList && parser.nextToken() != null) {
        throw InputException.in(file, "something follows the end of the list; remove it");
      }
      return layout.orElseThrow(this::empty);
    } catch (JsonProcessingException e) {
      throw invalid("JSON", e);
    } catch (IOException e) {
      throw InputFile.unreadable(file, e);
    }
  }

  private static String id(JsonNode json, QuestionRow row) {
    return json.path("id").isTextual() ? row.text("id", json.path("id")) : index(row);
  }

  private static String index(QuestionRow row) {
    return PairLayout.paddedIndex(row.index(), 1);
  }

  private QuestionLayout readCsv(String text) {
    try (MappingIterator<String[]> rows = rows(text)) {
      Optional<QuestionCsv> layout = Optional.empty();
      int count = 0;
      while (rows.hasNextValue()) {
        int line = rows.getParser().currentLocation().getLineNr();
        List<String> cells = List.of(rows.nextValue());
        QuestionRow row = new QuestionRow(file, questions.size(), line);
        layout = layout.isEmpty() ? QuestionCsv.of(cells) : layout;
        QuestionCsv known = layout.orElseThrow(() -> noLayout(row));
        if (count++ >= known.skipped()) {
          add(row, known.question(cells, row, index(row)));
        }
      }
      if (questions.isEmpty()) {
        throw empty();
      }
      return layout.orElseThrow(this::empty).layout();
    } catch (JsonProcessingException e) {
      throw invalid("CSV", e);
    } catch (IOException e) {
      throw InputFile.unreadable(file, e);
    }
  }

  private static MappingIterator<String[]> rows(String text) throws IOException {
    return CSV.readerFor(String[].class)
        .with(CsvParser.Feature.WRAP_AS_ARRAY)
        .with(CsvParser.Feature.SKIP_EMPTY_LINES)
        .readValues(text);
  }

  private void add(QuestionRow row, ChoiceQuestion question) {
    Integer other = indexOfId.putIfAbsent(question.id(), row.index());
    if (other != null) {
      throw row.unusable(
          "has the id '%s', which entry %d has too; make them differ"
              .formatted(InputFile.shown(question.id()), other));
    }
    questions.add(question);
  }

  private static InputException noLayout(QuestionRow row) {
    return row.unusable(
        "is no multiple-choice question in the layout of MMLU, ARC or TruthfulQA, or not in that of the entries before it; README.md shows them");
  }

  private InputException empty() {
    return InputException.in(file, "has no questions; name another file");
  }

  private InputException invalid(String what, JsonProcessingException e) {
    int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
    return InputException.in(
        file,
        "line %d is no valid %s (%s); mend it there"
            .formatted(line, what, InputFile.shown(String.valueOf(e.getOriginalMessage()))),
        e);
  }
}
