package dev.steerage.report.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Points that are pairs: the page's script puts a pair's id and texts before a point's words. */
final class PairPoints {
  private PairPoints() {}

  /**
   * Attributes of a trace.
   *
   * @param pairs ids, one a point
   * @param spec other attributes, {@code text} among them
   */
  static Map<String, Object> spec(String behavior, List<String> pairs, Map<String, ?> spec) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("type", "scatter");
    all.put("mode", "markers");
    all.putAll(spec);
    all.put("customdata", pairs);
    all.put("hovertemplate", "%{text}");
    Map<String, Object> meta = new LinkedHashMap<>();
    if (spec.get("meta") instanceof Map<?, ?> own) {
      own.forEach((key, value) -> meta.put(String.valueOf(key), value));
    }
    meta.put("behavior", behavior);
    all.put("meta", meta);
    return all;
  }
}
