package dev.steerage.report.figure;

import dev.steerage.report.figure.PanelPlot.Mark;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Rectangle2D;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jfree.chart.util.ShapeUtils;

/** One mark a model: colours of Okabe and Ito, which the colour-blind tell apart, and shapes. */
final class ModelMarks {
  private static final List<Color> COLORS =
      List.of(
          new Color(0x0072B2),
          new Color(0xD55E00),
          new Color(0x009E73),
          new Color(0xCC79A7),
          new Color(0x000000),
          new Color(0xE69F00),
          new Color(0x56B4E9));

  /** Their number has no factor in common with that of the colours. */
  private static final List<Shape> SHAPES =
      List.of(
          PanelPlot.disc(2.6),
          ShapeUtils.createDiamond(3.2f),
          ShapeUtils.createUpTriangle(2.8f),
          new Rectangle2D.Double(-2.3, -2.3, 4.6, 4.6),
          ShapeUtils.createDownTriangle(2.8f),
          ShapeUtils.createDiagonalCross(2.4f, 0.7f));

  private ModelMarks() {}

  /** By model, in the order of the models; with more than 42 they come again. */
  static Map<String, Mark> of(List<String> models) {
    Map<String, Mark> marks = new LinkedHashMap<>();
    for (String model : models) {
      int i = marks.size();
      marks.putIfAbsent(
          model, new Mark(model, COLORS.get(i % COLORS.size()), SHAPES.get(i % SHAPES.size())));
    }
    return marks;
  }
}
