package dev.steerage.report.page;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** What every page has in it, and which scripts a browser may run on it. */
final class PageParts {
  private static final String PLOTLY = "plotly.js.gz";

  private PageParts() {}

  /** Rules of style. */
  static String style() {
    return text("page.css");
  }

  /** The page's own script. */
  static String script() {
    return text("page.js");
  }

  /** plotly.js, compressed with gzip, in base64. */
  static String plotly() {
    return Plotly.BASE64;
  }

  /** Read and hashed once, by the first page. */
  private static final class Plotly {
    static final String BASE64;
    static final String DIGEST;

    static {
      byte[] compressed = bytes(PLOTLY);
      BASE64 = Base64.getEncoder().encodeToString(compressed);
      try (InputStream plotly = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
        DIGEST = digest(Stream.of(plotly.readAllBytes()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * A content security policy that lets nothing be loaded, and only plotly.js and one script run.
   *
   * @param script as it is between its tags, in pieces
   */
  static String policy(List<String> script) {
    return "default-src 'none'; script-src '%s' '%s'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'"
        .formatted(
            digest(script.stream().map(piece -> piece.getBytes(StandardCharsets.UTF_8))),
            Plotly.DIGEST);
  }

  private static String digest(Stream<byte[]> script) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      script.forEachOrdered(digest::update);
      return "sha256-" + Base64.getEncoder().encodeToString(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(String name) {
    return new String(bytes(name), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String name) {
    try (InputStream in = PageParts.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the build has no " + name + "; build again");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
