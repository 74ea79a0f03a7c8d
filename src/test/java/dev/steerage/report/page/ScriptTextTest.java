package dev.steerage.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScriptTextTest {
  private static final String HOSTILE = "</script><!--&\u2028\u2029 &amp; end";

  @Test
  void piecesThatAreWrittenOneByOneAreEscapedAsWell() throws Exception {
    StringWriter page = new StringWriter();
    try (JsonGenerator json = ScriptText.generator(page)) {
      json.writeStartObject();
      json.writeStringField(HOSTILE, HOSTILE);
      json.writeEndObject();
    }
    assertThat(page.toString()).doesNotContain("<", ">", "&", "\u2028", "\u2029");
    assertThat(new ObjectMapper().readValue(page.toString(), Map.class))
        .isEqualTo(Map.of(HOSTILE, HOSTILE));
  }

  /** Java's immutable maps have another order in each process. */
  @Test
  void theOrderOfAMapIsTheSameInEachProcess() {
    assertThat(ScriptText.json(Map.of("b", 1, "a", 2, "d", 3, "c", Map.of("z", 1, "y", 2))))
        .isEqualTo("{\"a\":2,\"b\":1,\"c\":{\"y\":2,\"z\":1},\"d\":3}");
  }
}
