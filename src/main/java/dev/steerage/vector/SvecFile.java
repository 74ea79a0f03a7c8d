package dev.steerage.vector;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.steerage.InputException;
import dev.steerage.InputFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * AISteer360's {@code .svec}: a JSON object whose "directions" has, by layer, numbers [n] or rows
 * [1, n] of numbers, and whose "model_type" is the architecture. The layer is the block whose
 * output was measured, unless AISteer360 was told otherwise (its {@code location}), which the file
 * does not say. Directions of attention heads ("num_heads") are refused.
 */
final class SvecFile {
  private static final int MOST_BYTES = 64 << 20;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  /**
   * What a file holds.
   *
   * @param directions by layer
   * @param metadata its model_type, where it has one
   */
  record Content(TensorTree directions, Map<String, String> metadata) {}

  private final Path file;
  private final JsonParser parser;
  private final NumberBudget budget;

  private SvecFile(Path file, JsonParser parser) {
    this.file = file;
    this.parser = parser;
    this.budget = new NumberBudget(file);
  }

  /** Whether a file is one, by its ending: other JSON files begin like it. */
  static boolean isNamed(Path file) {
    return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT).endsWith(".svec");
  }

  /**
   * Reads a file of at most 64 MiB.
   *
   * @throws InputException naming the line of what it does not hold
   */
  static Content read(Path file) {
    InputFile input = new InputFile(file);
    try (JsonParser parser = JSON.createParser(input.bytes(MOST_BYTES))) {
      return new SvecFile(file, parser).content();
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw InputException.in(
          file, "line " + line + " is no valid JSON (" + e.getOriginalMessage() + ")", e);
    } catch (IOException e) {
      throw InputFile.unreadable(file, e);
    }
  }

  private Content content() throws IOException {
    Map<String, TensorTree> directions = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    expect(parser.nextToken(), JsonToken.START_OBJECT, "an object");
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      JsonToken value = parser.nextToken();
      if (key.equals("directions")) {
        expect(value, JsonToken.START_OBJECT, "directions by layer");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          directions.put(parser.currentName(), new TensorTree.Leaf(tensor()));
        }
      } else if (key.equals("model_type")) {
        metadata.put("model_hint", parser.getText());
      } else if (key.equals("num_heads") && value != JsonToken.VALUE_NULL) {
        throw InputException.in(
            file, "holds directions of attention heads, which are not added to a block's output");
      } else {
        parser.skipChildren();
      }
    }
    if (parser.nextToken() != null) {
      throw broken("something follows the end of the object");
    }
    return new Content(new TensorTree.Entries(directions), metadata);
  }

  /** The next value: numbers, or rows of them. */
  private Tensor tensor() throws IOException {
    expect(parser.nextToken(), JsonToken.START_ARRAY, "a list of numbers");
    Numbers values = new Numbers();
    int rows = 0;
    JsonToken next = parser.nextToken();
    if (next != JsonToken.START_ARRAY) {
      addNumbers(next, values);
      return tensor(List.of(values.size), values);
    }
    int width = 0;
    for (; next != JsonToken.END_ARRAY; next = parser.nextToken()) {
      expect(next, JsonToken.START_ARRAY, "rows of numbers");
      addNumbers(parser.nextToken(), values);
      rows++;
      width = rows == 1 ? values.size : width;
      if (values.size != rows * width) {
        throw broken("the rows are of several lengths");
      }
    }
    return tensor(List.of(rows, width), values);
  }

  private Tensor tensor(List<Integer> shape, Numbers values) {
    budget.take(values.size);
    return new Tensor(shape, Arrays.copyOf(values.array, values.size));
  }

  private void addNumbers(JsonToken first, Numbers values) throws IOException {
    for (JsonToken next = first; next != JsonToken.END_ARRAY; next = parser.nextToken()) {
      if (next == null || !next.isNumeric()) {
        throw broken("there is no number");
      }
      // as PyTorch makes it of Python's numbers
      values.add((float) parser.getDoubleValue());
    }
  }

  /** A list that grows, without an object a number. */
  private static final class Numbers {
    private float[] array = new float[1024];
    private int size;

    void add(float value) {
      if (size == array.length) {
        array = Arrays.copyOf(array, 2 * size);
      }
      array[size++] = value;
    }
  }

  private void expect(JsonToken token, JsonToken expected, String what) {
    if (token != expected) {
      throw broken("there is not " + what);
    }
  }

  private InputException broken(String what) {
    return InputException.in(
        file,
        "line %d: %s; a .svec file is {\"model_type\": …, \"directions\": {\"13\": [[…]], …}}"
            .formatted(parser.currentTokenLocation().getLineNr(), what));
  }
}
