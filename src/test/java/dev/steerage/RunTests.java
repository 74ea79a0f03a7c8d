package dev.steerage;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs test classes where there is no Maven, and prints a line a test with what it has measured. A
 * test that is skipped or aborted counts as failed, and so do classes without tests.
 */
public final class RunTests implements TestExecutionListener {
  private final PrintStream out;
  private int passed;
  private int failed;

  RunTests(PrintStream out) {
    this.out = out;
  }

  /** Ends with 1 where not everything has passed; the arguments are names of classes. */
  public static void main(String[] names) {
    System.exit(new RunTests(System.out).run(names) ? 0 : 1);
  }

  /** Whether all tests have passed. */
  boolean run(String... names) {
    List<ClassSelector> classes = Arrays.stream(names).map(name -> selectClass(name)).toList();
    Launcher launcher = LauncherFactory.create();
    launcher.execute(LauncherDiscoveryRequestBuilder.request().selectors(classes).build(), this);
    out.printf("%d tests passed, %d failed%n", passed, failed);
    return passed > 0 && failed == 0;
  }

  @Override
  public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
    entry.getKeyValuePairs().forEach((key, value) -> out.printf("       %s: %s%n", key, value));
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    failed++;
    out.printf("FAILED %s: skipped, %s%n", name(test), reason);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    boolean isGood = result.getStatus() == TestExecutionResult.Status.SUCCESSFUL;
    if (isGood && !test.isTest()) {
      return; // a class or the cases of a test: they say so themselves
    }
    passed += isGood ? 1 : 0;
    failed += isGood ? 0 : 1;
    String why =
        result
            .getThrowable()
            .map(t -> ": " + String.valueOf(t.getMessage()).strip().replaceAll("\\s*\\R\\s*", " "))
            .orElse("");
    out.printf("%s %s%s%n", isGood ? "ok    " : "FAILED", name(test), why);
  }

  /** Class, method, and the case of a method that has several. */
  private static String name(TestIdentifier test) {
    String shown = test.getDisplayName();
    TestSource source = test.getSource().orElse(null);
    if (source instanceof MethodSource method) {
      String name = simple(method.getClassName()) + " " + method.getMethodName();
      return shown.startsWith("[") ? name + " " + shown : name;
    }
    return source instanceof ClassSource type ? simple(type.getClassName()) : shown;
  }

  private static String simple(String className) {
    return className.replaceFirst(".*[.$]", "");
  }
}
