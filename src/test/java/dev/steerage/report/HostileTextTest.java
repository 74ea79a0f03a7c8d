package dev.steerage.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.steerage.InputFile;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Image;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Names come out as themselves in every format, and nothing is made of them. */
class HostileTextTest {
  /**
   * Reads what GitHub's Markdown has beside the standard; addresses that it links stay texts here.
   */
  private static final Parser MARKDOWN =
      Parser.builder()
          .extensions(List.of(TablesExtension.create(), StrikethroughExtension.create()))
          .build();

  private static final String ACTING = "[\\p{Cc}\\p{Cs}\\u202A-\\u202E\\u2066-\\u2069&&[^\\n]]";

  private static List<Node> below(Node node) {
    List<Node> all = new ArrayList<>();
    for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
      all.add(child);
      all.addAll(below(child));
    }
    return all;
  }

  /** Kinds of nodes in their order; pieces of text are no structure. */
  private static List<String> structure(Node document) {
    return below(document).stream()
        .filter(node -> !(node instanceof Text))
        .map(node -> node.getClass().getSimpleName())
        .toList();
  }

  private static String text(Node node) {
    return below(node).stream()
        .filter(Text.class::isInstance)
        .map(text -> ((Text) text).getLiteral())
        .collect(Collectors.joining());
  }

  private static String markdown(String name) {
    return MarkdownReport.of(
        name,
        Map.of("of " + name, name),
        HostileText.report(name),
        List.of(),
        List.of(new FigureLink(name, name, "figures/figure.svg")));
  }

  @ParameterizedTest
  @MethodSource("dev.steerage.report.HostileText#all")
  void markdownHasTheTextAndNoElementMadeOfIt(String name) {
    String shown = VisibleText.of(name);
    Node document = MARKDOWN.parse(markdown(name));
    List<Node> nodes = below(document);
    assertThat(structure(document)).isEqualTo(structure(MARKDOWN.parse(markdown("plain"))));
    assertThat(text(document.getFirstChild())).isEqualTo(shown);
    assertThat(nodes)
        .filteredOn(TableCell.class::isInstance)
        .extracting(HostileTextTest::text)
        .contains(shown, shown + "!", shown + " L2 ×1.5");
    assertThat(nodes)
        .filteredOn(ListItem.class::isInstance)
        .extracting(HostileTextTest::text)
        .contains(shown, "of " + shown + ": " + shown);
    assertThat(nodes)
        .filteredOn(Image.class::isInstance)
        .extracting(HostileTextTest::text)
        .containsExactly(shown);
    assertThat(nodes).noneMatch(SoftLineBreak.class::isInstance);
  }

  @ParameterizedTest
  @MethodSource("dev.steerage.report.HostileText#all")
  void everyFileCanBeWrittenInUtf8AndHasAName(String name) {
    Map<String, String> files = TableFiles.of(HostileText.report(name).tables());
    assertThat(files).hasSameSizeAs(TableFiles.of(HostileText.report("plain").tables()));
    files.forEach(
        (file, content) -> {
          assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(content)).isTrue();
          assertThat(file).matches("[\\p{L}\\p{N}._+=@-]+\\.(csv|md|tex)").doesNotStartWith(".");
          assertThat(file.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(240);
          assertThat(TableFiles.isOwn(file)).isTrue();
        });
  }

  @ParameterizedTest
  @MethodSource("dev.steerage.report.HostileText#all")
  void csvHasTheTextForEveryReader(String name) throws IOException {
    String kept = name.replaceAll("\\p{Cs}", "\uFFFD");
    boolean isGuarded = "=+-@'\t\r".indexOf(name.charAt(0)) >= 0;
    List<String> models = new ArrayList<>();
    for (TitledTable table : HostileText.report(name).tables()) {
      List<List<String>> rows = csv(CsvText.of(table.rows().exact()));
      assertThat(rows).hasSize(table.table().rowCount() + 1);
      assertThat(rows).allMatch(row -> row.size() == rows.get(0).size());
      rows.stream().skip(1).forEach(row -> models.add(row.get(0)));
    }
    String guarded = (isGuarded ? "'" : "") + kept;
    assertThat(models).containsOnly(guarded, guarded + "-q");
  }

  private static List<List<String>> csv(String text) throws IOException {
    try (MappingIterator<List<String>> rows =
        new CsvMapper()
            .readerForListOf(String.class)
            .with(CsvParser.Feature.WRAP_AS_ARRAY)
            .readValues(text)) {
      return rows.readAll();
    }
  }

  @ParameterizedTest
  @MethodSource("dev.steerage.report.HostileText#all")
  void htmlHasTheTextAndNoElementMadeOfIt(String name) throws Exception {
    List<TitledTable> plain = HostileText.report("plain").tables();
    List<TitledTable> tables = HostileText.report(name).tables();
    for (int i = 0; i < tables.size(); i++) {
      Document page = html(HtmlText.of(tables.get(i), 3));
      assertThat(names(page)).isEqualTo(names(html(HtmlText.of(plain.get(i), 3))));
      NodeList cells = page.getElementsByTagName("td");
      TitledTable table = tables.get(i);
      for (int row = 0; row < table.table().rowCount(); row++) {
        for (int column = 0; column < table.units().size(); column++) {
          assertThat(cells.item(row * table.units().size() + column).getTextContent())
              .isEqualTo(VisibleText.of(table.row(row).get(column)));
        }
      }
    }
  }

  private static Document html(String fragment) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    return factory.newDocumentBuilder().parse(new InputSource(new StringReader(fragment)));
  }

  private static List<String> names(Document page) {
    NodeList all = page.getElementsByTagName("*");
    return IntStream.range(0, all.getLength()).mapToObj(i -> all.item(i).getNodeName()).toList();
  }

  @ParameterizedTest
  @MethodSource("dev.steerage.report.HostileText#all")
  void latexHasTheTextAndNoCommandMadeOfIt(String name) {
    String heading = "\\multicolumn{10}{@{}l@{}}{\\textit{";
    String text = TableFormat.TEX.render(HostileText.report(name));
    List<String> models =
        text.lines()
            .filter(line -> line.startsWith(heading))
            .map(line -> line.substring(heading.length(), line.length() - "}} \\\\".length()))
            .toList();
    String shown =
        VisibleText.of(name)
            .replaceAll("[\\n\\r\\t]", " ")
            .replaceAll("×-(?=\\d)", "×−")
            .replace('\uFFFD', '?');
    for (int c = 0; c < ' '; c++) {
      shown = shown.replace((char) (0x2400 + c) + "", "^" + (char) (c + '@'));
    }
    shown = shown.replace("\u2421", "^?");
    assertThat(models).hasSize(2);
    assertThat(Latex.read(models.get(0))).isEqualTo(shown);
    assertThat(Latex.read(models.get(1))).isEqualTo(shown + "-q");
    assertThat(text.replaceAll("[^\\p{Cntrl}]", "")).matches("\\n*");
  }

  @ParameterizedTest
  @MethodSource("dev.steerage.report.HostileText#all")
  void jsonHasTheTextAndNothingThatActs(String name) throws IOException {
    String json = TableFormat.JSON.render(HostileText.report(name));
    assertThat(json).doesNotContainPattern(ACTING);
    assertThat(new ObjectMapper().readTree(json).get("metrics").get(0).get("model").asText())
        .isEqualTo(name);
  }

  @ParameterizedTest
  @MethodSource("dev.steerage.report.HostileText#all")
  void aTerminalGetsNothingThatActs(String name) {
    String text = TableFormat.TABLE.render(HostileText.report(name));
    assertThat(text).doesNotContainPattern(ACTING);
    assertThat(text.lines()).contains(InputFile.printable(name));
  }

  @ParameterizedTest
  @MethodSource("dev.steerage.report.HostileText#all")
  void csvOnATerminalHasNothingThatActs(String name) {
    assertThat(TableFormat.CSV.render(HostileText.report(name), TextStyle.COLORED))
        .doesNotContainPattern("[\\p{Cc}\\p{Cs}&&[^\\n\\t]]");
  }
}
