package dev.steerage.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Chromium without a window and without network, driven through its DevTools protocol: what it is
 * sent are mouse and keyboard, not calls into the page's script.
 */
final class Browser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final WebSocket socket;
  private final Map<Integer, CompletableFuture<JsonNode>> replies;
  private final List<String> console;
  private final List<String> requests;
  private int calls;

  private Browser(Process process, WebSocket socket, Listener listener) {
    this.process = process;
    this.socket = socket;
    this.replies = listener.replies;
    this.console = listener.console;
    this.requests = listener.requests;
  }

  /** The program, where there is one on the PATH. */
  static Optional<Path> program() {
    return Stream.of("chromium", "chromium-browser", "google-chrome")
        .flatMap(
            name ->
                Stream.of(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Starts it with an empty profile in a folder. */
  static Browser start(Path program, Path folder) throws Exception {
    Path profile = folder.resolve("profile");
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--remote-debugging-port=0",
                "--host-resolver-rules=MAP * ~NOTFOUND",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(folder.resolve("out.txt").toFile())
            .redirectError(folder.resolve("err.txt").toFile())
            .start();
    Path port = profile.resolve("DevToolsActivePort");
    List<String> lines = List.of();
    for (int i = 0; i < PATIENCE_SECONDS * 10 && lines.size() < 2; i++) {
      if (Files.isRegularFile(port)) {
        lines = Files.readAllLines(port);
      } else if (!process.isAlive()) {
        break;
      }
      Thread.sleep(100);
    }
    if (lines.size() < 2) {
      process.destroyForcibly();
      throw new IOException(
          program + " does not start: " + Files.readString(folder.resolve("err.txt")));
    }
    Listener listener = new Listener();
    WebSocket socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1)), listener)
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return new Browser(process, socket, listener);
  }

  private String session = "";

  /** Opens a file in a page of its own, and waits until its figures are drawn. */
  void open(Path file) throws Exception {
    console.clear();
    requests.clear();
    session = "";
    String target =
        call("Target.createTarget", Map.of("url", "about:blank")).path("targetId").asText();
    session =
        call("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .path("sessionId")
            .asText();
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      call(domain + ".enable", Map.of());
    }
    call(
        "Network.emulateNetworkConditions",
        Map.of("offline", true, "latency", 0, "downloadThroughput", 0, "uploadThroughput", 0));
    size(1200, 900);
    scheme("light");
    call("Page.navigate", Map.of("url", file.toUri().toString()));
    await("document.body && document.body.dataset.ready === 'yes'");
  }

  /** The page's size in CSS pixels. */
  void size(int width, int height) throws Exception {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Whether the reader likes it {@code light} or {@code dark}. */
  void scheme(String scheme) throws Exception {
    call(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** Waits for an expression to be true. */
  void await(String expression) throws Exception {
    for (int i = 0; i < PATIENCE_SECONDS * 20; i++) {
      if (evaluate(expression).asBoolean()) {
        return;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("never: " + expression + "\n" + String.join("\n", console));
  }

  /** The value of an expression, or of its promise. */
  JsonNode evaluate(String expression) throws Exception {
    JsonNode result =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (result.has("exceptionDetails")) {
      throw new AssertionError(expression + ": " + result.path("exceptionDetails"));
    }
    return result.path("result").path("value");
  }

  /** Moves the mouse to the middle of an element, given as an expression, and returns the place. */
  Map<String, Object> point(String element) throws Exception {
    JsonNode place =
        evaluate(
            "(() => { const e = "
                + element
                + "; e.scrollIntoView({block: 'center', behavior: 'instant'});"
                + " const b = e.getBoundingClientRect(); return {x: b.x + b.width / 2, y: b.y + b.height / 2}; })()");
    Map<String, Object> at =
        Map.of("x", place.path("x").asDouble(), "y", place.path("y").asDouble());
    mouse("mouseMoved", at, Map.of());
    return at;
  }

  /** Presses the left button on an element, given as an expression. */
  void click(String element) throws Exception {
    Map<String, Object> at = point(element);
    Map<String, Object> left = Map.of("button", "left", "clickCount", 1);
    mouse("mousePressed", at, left);
    mouse("mouseReleased", at, left);
  }

  private void mouse(String type, Map<String, Object> at, Map<String, Object> more)
      throws Exception {
    Map<String, Object> event = new HashMap<>(at);
    event.putAll(more);
    event.put("type", type);
    call("Input.dispatchMouseEvent", event);
  }

  /** Presses a key: {@code Tab}, {@code Enter}, {@code ArrowDown}. */
  void press(String key) throws Exception {
    int code = Map.of("Tab", 9, "Enter", 13, "ArrowDown", 40).get(key);
    String text = key.equals("Enter") ? "\r" : "";
    for (String type : List.of(text.isEmpty() ? "rawKeyDown" : "keyDown", "keyUp")) {
      call(
          "Input.dispatchKeyEvent",
          Map.of(
              "type",
              type,
              "key",
              key,
              "code",
              key,
              "windowsVirtualKeyCode",
              code,
              "text",
              type.equals("keyUp") ? "" : text));
    }
  }

  /** What is in the clipboard. */
  String clipboard() throws Exception {
    String own = session;
    session = "";
    call("Browser.grantPermissions", Map.of("permissions", List.of("clipboardReadWrite")));
    session = own;
    return evaluate("navigator.clipboard.readText()").asText();
  }

  /** A picture of the whole page. */
  void picture(Path file) throws Exception {
    JsonNode shot =
        call("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode(shot.path("data").asText()));
  }

  /** The page printed, as PDF. */
  byte[] print() throws Exception {
    return Base64.getDecoder().decode(call("Page.printToPDF", Map.of()).path("data").asText());
  }

  /** What the page has written to the console, and errors. */
  List<String> console() {
    return new ArrayList<>(console);
  }

  /** What the page has asked for, itself included. */
  List<String> requests() {
    return new ArrayList<>(requests);
  }

  private JsonNode call(String method, Map<String, ?> parameters) throws Exception {
    int id = ++calls;
    CompletableFuture<JsonNode> reply = new CompletableFuture<>();
    replies.put(id, reply);
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", JSON.valueToTree(parameters));
    if (!session.isEmpty()) {
      message.put("sessionId", session);
    }
    socket.sendText(JSON.writeValueAsString(message), true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    JsonNode answer = reply.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (answer.has("error")) {
      throw new IOException(method + ": " + answer.path("error"));
    }
    return answer.path("result");
  }

  @Override
  public void close() throws Exception {
    socket.abort();
    process.destroy();
    if (!process.waitFor(Duration.ofSeconds(10).toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  /** Takes messages apart. */
  private static final class Listener implements WebSocket.Listener {
    private final Map<Integer, CompletableFuture<JsonNode>> replies = new ConcurrentHashMap<>();
    private final List<String> console = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        String whole = text.toString();
        text.setLength(0);
        try {
          take(JSON.readTree(whole));
        } catch (IOException e) {
          console.add("no JSON from the browser: " + whole);
        }
      }
      webSocket.request(1);
      return CompletableFuture.completedStage(null);
    }

    private void take(JsonNode message) {
      CompletableFuture<JsonNode> reply = replies.remove(message.path("id").asInt());
      if (reply != null) {
        reply.complete(message);
        return;
      }
      JsonNode of = message.path("params");
      switch (message.path("method").asText()) {
        case "Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded" ->
            console.add(of.toString());
        case "Network.requestWillBeSent" -> requests.add(of.path("request").path("url").asText());
        default -> {
          // nothing to remember
        }
      }
    }
  }
}
