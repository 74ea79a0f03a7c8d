package dev.steerage.report.figure;

import java.awt.RenderingHints;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** A grid as an SVG file in its printed size: the same text for the same panels and fonts. */
final class SvgText {
  private static final String NAMESPACE = "http://www.w3.org/2000/svg";

  private SvgText() {}

  static String of(PanelGrid grid) {
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(document());
    context.setPrecision(1);
    SVGGraphics2D graphics = new SVGGraphics2D(context, false);
    PanelGrid.hint(graphics);
    // JFreeChart puts this hint back to what it was, and Batik takes no null
    graphics.setRenderingHint(
        RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_DEFAULT);
    grid.draw(graphics);
    Element root = graphics.getRoot();
    String width = millimetres(grid.width());
    String height = millimetres(grid.height());
    root.setAttributeNS(null, "width", width + "mm");
    root.setAttributeNS(null, "height", height + "mm");
    root.setAttributeNS(
        null, "viewBox", "0 0 %s %s".formatted(number(grid.width()), number(grid.height())));
    return text(root);
  }

  private static String millimetres(double length) {
    return number(length * 25.4 / 96);
  }

  private static String number(double value) {
    return new BigDecimal(value)
        .setScale(2, RoundingMode.HALF_EVEN)
        .stripTrailingZeros()
        .toPlainString();
  }

  private static Document document() {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument(NAMESPACE, "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Batik's own writer names a DTD on the web, which readers of XML would look for. */
  private static String text(Element root) {
    try {
      TransformerFactory factory = TransformerFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      StringWriter text = new StringWriter();
      factory.newTransformer().transform(new DOMSource(root), new StreamResult(text));
      return text + "\n";
    } catch (TransformerException e) {
      throw new IllegalStateException(e);
    }
  }
}
