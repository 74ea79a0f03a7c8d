package dev.steerage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the program is made of: pinned, with a known hash and a licence that fits. */
class SupplyChainTest {
  private static final String SBOM = "/META-INF/sbom/steerage.cdx.json";

  /** Licences of libraries that may be used and passed on with a program under the MIT licence. */
  private static final Set<String> LICENCES =
      Set.of(
          "Apache-2.0",
          "MIT",
          "BSD-3-Clause",
          "BSD-4-Clause",
          "Unicode/ICU License",
          "GNU Lesser General Public Licence");

  @Test
  void theBillOfMaterialsHasEveryLibraryWithItsHash() throws Exception {
    Map<String, JsonNode> components = components();
    Map<String, Path> jars = jars();

    for (Map.Entry<String, JsonNode> component : components.entrySet()) {
      if (component.getKey().startsWith("pkg:maven/")) {
        String name = component.getValue().get("name").asText();
        Path jar = jars.get(name + "-" + component.getValue().get("version").asText() + ".jar");
        assertThat(jar).as(name).isNotNull();
        assertThat(sha256(jar)).as(name).isEqualTo(hash(component.getValue()));
      }
    }
    assertThat(components.keySet().stream().filter(purl -> purl.startsWith("pkg:maven/")))
        .hasSizeGreaterThan(40);
  }

  @Test
  void theBillOfMaterialsHasWhatDoesNotComeFromMaven() throws Exception {
    Properties llama = pins("native/llama.cpp.version");
    Properties plotly = pins("scripts/plotly.version");

    assertThat(components())
        .containsKey("pkg:github/ggml-org/llama.cpp@" + llama.getProperty("LLAMA_TAG"))
        .hasEntrySatisfying(
            "pkg:npm/plotly.js-cartesian-dist-min@" + plotly.getProperty("PLOTLY_VERSION"),
            page -> assertThat(hash(page)).isEqualTo(plotly.getProperty("PLOTLY_SHA256")));
  }

  @Test
  void everyPartHasALicenceThatFits() throws Exception {
    for (Map.Entry<String, JsonNode> component : components().entrySet()) {
      Set<String> licences = new TreeSet<>();
      for (JsonNode entry : component.getValue().path("licenses")) {
        JsonNode licence = entry.path("license");
        licences.add(licence.path("id").asText(licence.path("name").asText()));
      }
      // several mean a choice
      assertThat(licences).as(component.getKey()).containsAnyElementsOf(LICENCES);
    }
  }

  @Test
  void noPartIsASnapshotOrARange() throws Exception {
    assertThat(components().values())
        .extracting(component -> component.get("version").asText())
        .noneMatch(version -> version.contains("SNAPSHOT") || version.matches(".*[\\[(,].*"));
  }

  /** By package URL without qualifiers. */
  private static Map<String, JsonNode> components() throws IOException {
    Map<String, JsonNode> components = new LinkedHashMap<>();
    try (InputStream in = SupplyChainTest.class.getResourceAsStream(SBOM)) {
      assumeThat(in).as("Maven makes no bill of materials in offline mode").isNotNull();
      for (JsonNode component : new ObjectMapper().readTree(in).get("components")) {
        String purl = component.get("purl").asText();
        assertThat(components.put(purl.replaceFirst("\\?.*", ""), component)).as(purl).isNull();
      }
    }
    return components;
  }

  private static Map<String, Path> jars() {
    Map<String, Path> jars = new LinkedHashMap<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path file = Path.of(entry);
      jars.put(file.getFileName().toString(), file);
    }
    return jars;
  }

  private static String hash(JsonNode component) {
    for (JsonNode hash : component.path("hashes")) {
      if (hash.get("alg").asText().equals("SHA-256")) {
        return hash.get("content").asText();
      }
    }
    return "";
  }

  private static String sha256(Path file) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
  }

  private static Properties pins(String file) throws IOException {
    Properties pins = new Properties();
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      pins.load(in);
    }
    return pins;
  }
}
