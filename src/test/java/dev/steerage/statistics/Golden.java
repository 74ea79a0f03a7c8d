package dev.steerage.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Numbers that make_statistics.py beside the files computes with numpy, scipy and statsmodels. */
final class Golden {
  private Golden() {}

  /** Name and content of each data set in a file. */
  static Stream<Arguments> cases(String file) {
    String path = "/golden/statistics/" + file + ".json";
    try (InputStream in = Golden.class.getResourceAsStream(path)) {
      JsonNode root = new ObjectMapper().readTree(Objects.requireNonNull(in, path));
      assertThat(root.size()).isGreaterThanOrEqualTo(3);
      return root.propertyStream().map(e -> Arguments.of(e.getKey(), e.getValue()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static double[] doubles(JsonNode array) {
    return array.valueStream().mapToDouble(JsonNode::doubleValue).toArray();
  }

  static double[][] matrix(JsonNode rows) {
    return rows.valueStream().map(Golden::doubles).toArray(double[][]::new);
  }

  /** Equal to 10 digits. */
  static void assertSame(double actual, JsonNode expected) {
    double value = expected.doubleValue();
    assertThat(actual).isCloseTo(value, within(1e-10 * Math.max(Math.abs(value), 1e-12)));
  }

  static void assertSame(Interval actual, JsonNode expected) {
    assertSame(actual.low(), expected.get(0));
    assertSame(actual.high(), expected.get(1));
  }
}
