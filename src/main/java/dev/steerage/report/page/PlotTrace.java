package dev.steerage.report.page;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.plotly.components.HoverLabel;
import tech.tablesaw.plotly.traces.Trace;

/**
 * A trace given as plotly.js has it, for what Tablesaw's own lack: intervals, bands, colours of a
 * heat map, and texts with any character.
 *
 * @param name in the legend, as it is
 * @param spec attributes of <a href="https://plotly.com/javascript/reference/">plotly.js</a>
 *     without the name; in {@code meta.layout} those of the layout that Tablesaw has no method for
 */
record PlotTrace(String name, Map<String, ?> spec) implements Trace {

  @Override
  public String asJavascript(int number) {
    Map<String, Object> all = new LinkedHashMap<>(spec);
    all.put("name", ScriptText.plotted(name));
    return "var trace" + number + " = " + ScriptText.json(all) + ";\n";
  }

  @Override
  @SuppressWarnings("NullAway") // Tablesaw asks for null where there is none
  public @Nullable HoverLabel hoverLabel() {
    return null;
  }

  @Override
  public boolean showLegend() {
    return !Boolean.FALSE.equals(spec.get("showlegend"));
  }
}
