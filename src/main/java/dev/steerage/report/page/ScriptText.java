package dev.steerage.report.page;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import dev.steerage.report.HtmlText;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Data as JSON that can stand in a script of a page. */
final class ScriptText {
  /** Java's maps of few entries have another order in each process. */
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  /** Digits that a figure can show. */
  private static final MathContext DIGITS = new MathContext(6);

  private ScriptText() {}

  /**
   * JSON without a character that could end the script, open a comment in it or break a line: the
   * same value to whoever reads it.
   */
  static String json(Object value) {
    StringWriter text = new StringWriter();
    try {
      JSON.writeValue(escaping(text), value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** Writes such JSON piece by piece; closing it leaves the page's writer open. */
  static JsonGenerator generator(Writer page) throws IOException {
    return JSON.createGenerator(escaping(page)).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
  }

  private static Writer escaping(Writer out) {
    return new FilterWriter(out) {
      @Override
      public void write(int c) throws IOException {
        if (isEscaped((char) c)) {
          out.write("\\u%04x".formatted(c));
        } else {
          out.write(c);
        }
      }

      @Override
      public void write(char[] text, int from, int length) throws IOException {
        int written = from;
        for (int i = from; i < from + length; i++) {
          if (isEscaped(text[i])) {
            out.write(text, written, i - written);
            write(text[i]);
            written = i + 1;
          }
        }
        out.write(text, written, from + length - written);
      }

      @Override
      public void write(String text, int from, int length) throws IOException {
        write(text.toCharArray(), from, length);
      }

      private boolean isEscaped(char c) {
        return c == '<' || c == '>' || c == '&' || c == '\u2028' || c == '\u2029';
      }
    };
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
