package dev.steerage.report.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A grid as a PNG file of 300 dots per inch, laid out as its SVG file is. */
final class PngImage {
  static final int DOTS_PER_INCH = 300;

  private static final String FORMAT = "javax_imageio_png_1.0";
  private static final double METRE_IN_INCHES = 1 / 0.0254;

  private PngImage() {}

  static byte[] of(PanelGrid grid) {
    BufferedImage image =
        new BufferedImage(
            FigureStyle.dots(grid.width(), DOTS_PER_INCH),
            FigureStyle.dots(grid.height(), DOTS_PER_INCH),
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setPaint(Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_DEFAULT);
    PanelGrid.hint(graphics);
    graphics.scale(image.getWidth() / grid.width(), image.getHeight() / grid.height());
    grid.draw(graphics);
    graphics.dispose();
    return bytes(image);
  }

  private static byte[] bytes(BufferedImage image) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageWriteParam smallest = writer.getDefaultWriteParam();
    smallest.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    smallest.setCompressionQuality(0);
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      IIOMetadata metadata =
          writer.getDefaultImageMetadata(
              ImageTypeSpecifier.createFromRenderedImage(image), smallest);
      metadata.mergeTree(FORMAT, resolution());
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, metadata), smallest);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  /** Programs place a picture in its printed size by this. */
  private static IIOMetadataNode resolution() {
    String dots = Long.toString(Math.round(DOTS_PER_INCH * METRE_IN_INCHES));
    IIOMetadataNode physical = new IIOMetadataNode("pHYs");
    physical.setAttribute("pixelsPerUnitXAxis", dots);
    physical.setAttribute("pixelsPerUnitYAxis", dots);
    physical.setAttribute("unitSpecifier", "meter");
    IIOMetadataNode root = new IIOMetadataNode(FORMAT);
    root.appendChild(physical);
    return root;
  }
}
