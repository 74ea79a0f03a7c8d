package dev.steerage.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.steerage.metric.MetricResult;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.Column;

/**
 * Metrics as JSON, {@code {"metrics": […], "warnings": […]}}: an object a row of {@code
 * metrics.csv} with its columns as keys, null where a cell is empty.
 */
final class JsonText {
  private static final Pattern ACTING =
      Pattern.compile("[\\x7F-\\x9F\\p{Cs}\\u2028-\\u202E\\u2066-\\u2069]");

  private JsonText() {}

  static String of(List<MetricResult> results, List<String> warnings) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    ArrayNode metrics = root.putArray("metrics");
    results.forEach(result -> fill(metrics.addObject(), result));
    ArrayNode sentences = root.putArray("warnings");
    warnings.forEach(sentences::add);
    return escaped(root.toPrettyString());
  }

  /** The rows of a table as a list of objects, null where a cell is empty. */
  static String of(Table table) {
    ArrayNode rows = new ObjectMapper().createArrayNode();
    for (int row = 0; row < table.rowCount(); row++) {
      ObjectNode node = rows.addObject();
      for (Column<?> column : table.columns()) {
        if (column.isMissing(row)) {
          node.putNull(column.name());
        } else {
          node.putPOJO(column.name(), column.get(row));
        }
      }
    }
    return escaped(rows.toPrettyString());
  }

  /** The same data without a character that would act on a terminal, or is none in UTF-8. */
  private static String escaped(String json) {
    return ACTING.matcher(json).replaceAll(match -> escape(match.group())) + "\n";
  }

  private static String escape(String character) {
    return "\\\\u%04x".formatted((int) character.charAt(0));
  }

  private static void fill(ObjectNode node, MetricResult result) {
    node.put("metric", result.metric())
        .put("normalization", result.normalization())
        .put("model", result.condition().model())
        .put("behavior", result.condition().behavior())
        .put("condition", result.condition().condition())
        .put("intervention", result.condition().intervention())
        .put("layer", result.condition().layer())
        .put("coefficient", finite(result.condition().coefficient()))
        .put("fraction", finite(result.fraction()))
        .put("value", finite(result.value()))
        .put("low", finite(result.low()))
        .put("high", finite(result.high()))
        .put("n", result.n())
        .put("unit", result.unit());
  }

  /** JSON has no NaN. */
  private static @Nullable Double finite(@Nullable Double value) {
    return value == null || !Double.isFinite(value) ? null : value;
  }
}
