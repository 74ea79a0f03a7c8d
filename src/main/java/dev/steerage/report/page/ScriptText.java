package dev.steerage.report.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.steerage.report.HtmlText;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Data as JSON that can stand in a script of a page. */
final class ScriptText {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Digits that a figure can show. */
  private static final MathContext DIGITS = new MathContext(6);

  private ScriptText() {}

  /**
   * JSON without a character that could end the script, open a comment in it or break a line: the
   * same value to whoever reads it.
   */
  static String json(Object value) {
    try {
      return JSON.writeValueAsString(value)
          .replace("<", "\\u003c")
          .replace(">", "\\u003e")
          .replace("&", "\\u0026")
          .replace("\u2028", "\\u2028")
          .replace("\u2029", "\\u2029");
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Text that plotly.js shows as it is: it reads some tags and entities of HTML in all texts. */
  static String plotted(String text) {
    return HtmlText.escape(text).replaceAll("\\R", " ");
  }

  /** A number with the digits that a figure can show; null, a gap in it, where it is not finite. */
  static @Nullable BigDecimal number(double value) {
    return Double.isFinite(value) ? new BigDecimal(value, DIGITS).stripTrailingZeros() : null;
  }

  /** A number as the name of a category, as short as it reads back. */
  static String category(Number value) {
    return new BigDecimal(value.toString()).stripTrailingZeros().toPlainString();
  }

  /** {@link #number} of many. */
  static List<@Nullable BigDecimal> numbers(Collection<Double> values) {
    return Arrays.asList(values.stream().map(ScriptText::number).toArray(BigDecimal[]::new));
  }
}
