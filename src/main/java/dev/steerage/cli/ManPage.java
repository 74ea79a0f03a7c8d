package dev.steerage.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.IParamLabelRenderer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The manual page of a command in roff with the man macros (groff_man(7)), from the model that its
 * {@code --help} is printed from.
 */
final class ManPage {
  private static final int DESCRIPTION = 4; // the column of the renderers' rows

  private final CommandSpec command;
  private final Help help;
  private final StringBuilder roff = new StringBuilder();

  private ManPage(CommandSpec command) {
    this.command = command;
    this.help = new Help(command, Help.defaultColorScheme(Ansi.OFF));
  }

  /** The page's name, such as {@code steerage-vector-show}. */
  static String name(CommandSpec command) {
    return command.qualifiedName("-");
  }

  /** The whole page; ends in a line feed. */
  static String of(CommandSpec command) {
    ManPage page = new ManPage(command);
    page.addHead();
    page.addArguments("ARGUMENTS", visible(command.positionalParameters()));
    page.addArguments("OPTIONS", visible(command.options()));
    page.addCommands();
    page.addExitCodes();
    page.addNotes();
    page.addRelated();
    return page.roff.toString();
  }

  private static <A extends ArgSpec> List<A> visible(Collection<A> arguments) {
    return arguments.stream().filter(argument -> !argument.hidden()).toList();
  }

  private void addHead() {
    String version = String.join(" ", command.version());
    // no date: the same sources make the same page
    line(".TH " + quote(name(command)) + " 1 \"\" " + quote(version) + " \"Steerage\"");
    // names of commands and options stay whole, which full lines would not bear
    line(".nh");
    line(".ad l");
    section("NAME");
    line(escape(name(command)) + " \\- " + escape(summary(command)));
    section("SYNOPSIS");
    line(escape(help.synopsis(0).strip().replaceAll("\\s+", " ")));
    section("DESCRIPTION");
    addParagraphs(command.usageMessage().description());
  }

  /** The first sentence, without its full stop. */
  private static String summary(CommandSpec command) {
    String text = lines(String.join(" ", command.usageMessage().description()));
    return text.replaceFirst("\\.(\\s.*)?$", "").replaceFirst("(?s)\\. .*", "");
  }

  private void addArguments(String title, List<? extends ArgSpec> arguments) {
    if (arguments.isEmpty()) {
      return;
    }
    section(title);
    for (ArgSpec argument : arguments) {
      Text label =
          help.parameterLabelRenderer().renderParameterLabel(argument, Ansi.OFF, List.of());
      line(".TP");
      line(names(argument) + escape(label.toString()));
      for (Text[] row : rows(argument)) {
        line(escape(row[DESCRIPTION].toString()));
      }
    }
  }

  private static String names(ArgSpec argument) {
    return argument instanceof OptionSpec option
        ? Arrays.stream(option.names())
            .map(name -> bold(escape(name)))
            .collect(Collectors.joining(", "))
        : "";
  }

  /** The rows of help, in which defaults and candidates are filled in. */
  private Text[][] rows(ArgSpec argument) {
    IParamLabelRenderer labels = help.parameterLabelRenderer();
    return argument instanceof OptionSpec option
        ? help.createDefaultOptionRenderer().render(option, labels, help.colorScheme())
        : help.createDefaultParameterRenderer()
            .render((PositionalParamSpec) argument, labels, help.colorScheme());
  }

  private void addCommands() {
    List<CommandSpec> commands = subcommands(command);
    if (commands.isEmpty()) {
      return;
    }
    section("COMMANDS");
    for (CommandSpec subcommand : commands) {
      line(".TP");
      line(bold(escape(name(subcommand))) + "(1)");
      line(escape(summary(subcommand)) + ".");
    }
  }

  /** The commands under a command that help lists, in its order. */
  static List<CommandSpec> subcommands(CommandSpec command) {
    return command.subcommands().values().stream()
        .map(line -> line.getCommandSpec())
        .filter(spec -> !spec.usageMessage().hidden())
        .distinct()
        .toList();
  }

  private void addExitCodes() {
    if (command.usageMessage().exitCodeList().isEmpty()) {
      return;
    }
    section("EXIT STATUS");
    command
        .usageMessage()
        .exitCodeList()
        .forEach(
            (code, meaning) -> {
              line(".TP");
              line(bold(escape(code)));
              line(escape(meaning));
            });
  }

  private void addNotes() {
    String[] footer = command.usageMessage().footer();
    if (footer.length > 0) {
      section("NOTES");
      addParagraphs(footer);
    }
  }

  private void addRelated() {
    List<CommandSpec> related = new ArrayList<>();
    if (command.parent() != null) {
      related.add(command.parent());
      related.addAll(subcommands(command.parent()));
      related.remove(command);
    }
    related.addAll(subcommands(command));
    section("SEE ALSO");
    line(
        related.stream()
            .map(other -> bold(escape(name(other))) + "(1)")
            .collect(Collectors.joining(",\n")));
  }

  /** Paragraphs; one that is indented is an example, and its line is not filled up. */
  private void addParagraphs(String[] texts) {
    String between = "";
    for (String text : texts) {
      String shown = lines(text);
      if (shown.isBlank()) {
        continue;
      }
      roff.append(between);
      line(
          shown.startsWith("  ")
              ? ".RS 4\n.nf\n" + escape(shown.strip()) + "\n.fi\n.RE"
              : escape(shown));
      between = ".PP\n";
    }
  }

  /** A text of the model with what stands for line feeds and per cent signs replaced. */
  private static String lines(String text) {
    return text.replace("%n", "\n").replace("%%", "%");
  }

  private void section(String title) {
    line(".SH " + (title.contains(" ") ? quote(title) : title));
  }

  private void line(String text) {
    roff.append(text).append('\n');
  }

  private static String bold(String escaped) {
    return "\\fB" + escaped + "\\fR";
  }

  private static String quote(String text) {
    return '"' + escape(text).replace("\"", "\\(dq") + '"';
  }

  /** Text that roff shows as it is; what is not ASCII by its code, which needs no locale. */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '\\' -> escaped.append("\\e");
                case '-' -> escaped.append("\\-");
                case '\'' -> escaped.append("\\(aq");
                case '`' -> escaped.append("\\(ga");
                case '^' -> escaped.append("\\(ha");
                case '~' -> escaped.append("\\(ti");
                default ->
                    escaped.append(c < 128 ? Character.toString(c) : "\\[u%04X]".formatted(c));
              }
            });
    // a line that starts with a full stop would be a request
    return escaped.toString().replaceAll("(?m)^\\.", "\\\\&.");
  }
}
