package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class LicenceListTest {
  @Test
  void eachPartHasALineWithItsLicences() throws IOException {
    String sbom =
        """
        {"components": [
          {"name": "part", "version": "1", "licenses": [{"license": {"id": "MIT"}}]},
          {"group": "org.other", "name": "library", "version": "2.5", "licenses": [
            {"license": {"id": "Apache-2.0"}}, {"license": {"name": "Own Licence"}}]},
          {"name": "bare", "version": "3"}]}
        """;

    assertThat(LicenceList.markdown(new ObjectMapper().readTree(sbom)))
        .isEqualTo(
            """
            | part | version | licence |
            |---|---|---|
            | part | 1 | MIT |
            | org.other:library | 2.5 | Apache-2.0 or Own Licence |
            | bare | 3 | unknown |
            """);
  }
}
