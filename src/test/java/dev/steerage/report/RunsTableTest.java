package dev.steerage.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.report.RunFact.Weight;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunsTableTest {
  private static final String HASH = "ab".repeat(32);

  private static RunFact fact(Weight weight, String subject, String property, String... values) {
    return new RunFact(weight, subject, property, List.of(values));
  }

  private static String text(List<String> names, RunFact... facts) {
    return TableFormat.TABLE.render(
        new MetricsReport(List.of(), List.of(RunsTable.of(names, List.of(facts))), List.of()));
  }

  @Test
  void whatWeighsMostComesFirst() {
    String text =
        text(
            List.of("a", "b"),
            fact(Weight.CIRCUMSTANCE, "", "seconds", "1", "2"),
            fact(Weight.COMPUTED, "", "device", "CPU", "CUDA0"),
            fact(Weight.COMPUTED, "", "program", "steerage 1", "steerage 1"),
            fact(Weight.MEASURED, "vector v", "SHA-256", HASH, "c" + HASH.substring(1)),
            fact(Weight.MEASURED, "model m", "SHA-256", HASH, HASH));
    assertThat(text)
        .isEqualTo(
            """
            runs side by side: what differs

            thing                          a              b
            -----------------------------------------------
            what is measured: these numbers are of different things
            vector v: SHA-256  abababababab…  cbababababab…
            how it is computed: numbers may differ a little
            device                       CPU          CUDA0
            the runs themselves
            seconds                        1              2

            the same in all: program steerage 1; model m
            """);
  }

  @Test
  void whatIsNotKnownNeitherDiffersNorIsTheSame() {
    assertThat(text(List.of("a", "b"), fact(Weight.MEASURED, "model m", "SHA-256", HASH, "")))
        .contains("nothing differs", "the same in all: nothing that is known");
  }

  @Test
  void longValuesBeginWhereTheyDiffer() {
    String start = "You are a helpful, honest and harmless assistant who ";
    assertThat(
            text(
                List.of("a", "b"),
                fact(Weight.MEASURED, "system", "text", start + "lies", start + "does not lie")))
        .contains(" …lies ", " …does not lie\n");
  }

  @Test
  void columnsMayHaveNamesThatOnlyCapitalsTellApart() {
    String text =
        text(
            List.of("Thing", "run", "RUN", "differs in"),
            fact(Weight.COMPUTED, "", "threads", "1", "2", "3", "4"));
    assertThat(text).contains("Thing #2  run  RUN #2  differs in #2");
  }

  @Test
  void aLineOfTheFileIsAThingAndARun() {
    assertThat(
            RunsTable.csv(
                List.of("a", "=b"),
                List.of(
                    fact(Weight.COMPUTED, "", "threads", "1", "2"),
                    fact(Weight.MEASURED, "model m, n", "name", "m", ""))))
        .isEqualTo(
            """
            weight,subject,property,run,value,differs
            computed,,threads,a,1,1
            computed,,threads,'=b,2,1
            measured,"model m, n",name,a,m,0
            measured,"model m, n",name,'=b,,0
            """);
  }
}
