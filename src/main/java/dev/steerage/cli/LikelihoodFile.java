package dev.steerage.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import dev.steerage.InputException;
import dev.steerage.InputFile;
import dev.steerage.vector.Tensor;
import dev.steerage.vector.TorchFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Log-likelihoods from a file, one number a text, one half of the texts a pole: a JSON list ({@code
 * .json}), CSV ({@code .csv}: one column, or one named {@code likelihood} or {@code
 * log_likelihood}), or a PyTorch tensor of one dimension ({@code .pt}).
 */
final class LikelihoodFile {
  private static final int MOST_BYTES = 64 << 20;
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private LikelihoodFile() {}

  /**
   * The numbers in the file's order; an even count, all finite.
   *
   * @throws InputException naming the file and the first number that cannot be used
   */
  static double[] read(Path path) {
    InputFile file = new InputFile(path);
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    double[] values;
    if (name.endsWith(".json")) {
      values = json(path, file.utf8(file.bytes(MOST_BYTES)));
    } else if (name.endsWith(".csv")) {
      values =
          CsvColumn.read(path, file.utf8(file.bytes(MOST_BYTES)), "likelihood", "log_likelihood");
    } else if (name.endsWith(".pt")) {
      values = tensor(path);
    } else {
      throw InputException.in(path, "is of no known kind; give a .json, .csv or .pt file");
    }
    return checked(path, values);
  }

  private static double[] checked(Path path, double[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw InputException.in(
            path, "value " + i + " (from 0) is " + values[i] + "; all must be finite");
      }
    }
    if (values.length == 0 || values.length % 2 != 0) {
      throw InputException.in(
          path,
          "has "
              + values.length
              + " values; there must be as many for positive as for negative continuations");
    }
    return values;
  }

  private static double[] tensor(Path path) {
    Tensor tensor = TorchFile.readTensor(path);
    if (tensor.shape().size() != 1) {
      throw InputException.in(
          path, "holds a tensor of shape " + tensor.shape() + "; save it as one dimension");
    }
    float[] numbers = tensor.values();
    double[] values = new double[numbers.length];
    Arrays.setAll(values, i -> numbers[i]);
    return values;
  }

  private static double[] json(Path path, String text) {
    DoubleStream.Builder values = DoubleStream.builder();
    try (JsonParser parser = JSON.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_ARRAY) {
        throw InputException.in(path, "is no JSON list; write [-0.5, -0.7, …]");
      }
      int index = 0;
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        if (parser.currentToken() == null || !parser.currentToken().isNumeric()) {
          throw InputException.in(
              path, "value " + index + " (from 0) is not a number; write [-0.5, -0.7, …]");
        }
        values.add(parser.getDoubleValue());
        index++;
      }
      if (parser.nextToken() != null) {
        throw InputException.in(path, "something follows the end of the list; remove it");
      }
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw InputException.in(
          path, "line " + line + " is no valid JSON (" + e.getOriginalMessage() + ")", e);
    } catch (IOException e) {
      throw InputFile.unreadable(path, e);
    }
    return values.build().toArray();
  }
}
