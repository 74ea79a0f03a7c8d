package dev.steerage.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.steerage.llama.Rpc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RpcOptionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "there|--rpc 'there' is no host and port; give them as in 192.168.0.7:50052",
        "there:0|--rpc 'there:0' is no host and port; give them as in 192.168.0.7:50052",
        "there:70000|--rpc 'there:70000' is no host and port; give them as in 192.168.0.7:50052",
        "there:1,there:1|--rpc names a server twice; give each once, it serves all of its devices"
      })
  void whatIsNoServerIsRefused(String servers, String sentence) {
    CommandRun.of(
            "evaluate",
            "--model",
            "models/steerage-demo-f16.gguf",
            "--behavior",
            "models/demo/behaviors/myopia.jsonl",
            "--rpc",
            servers)
        .refused(sentence);
  }

  @Test
  void anAddressThatOthersReachNeedsAWordMore() {
    CommandRun.of("rpc-serve", "--host", "0.0.0.0")
        .refused(
            "--host 0.0.0.0 lets in whoever reaches it, for the protocol has no authentication; leave it out and reach it through a tunnel (see --help), or add --without-authentication");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--host|here|--host 'here' is no IPv4 address; give one of this machine's, such as 127.0.0.1",
        "--port|0|--port 0 is out of range; give 1 to 65535",
        "--threads|0|--threads 0 is out of range; give 1 or more"
      })
  void whatCannotBeServedIsRefused(String option, String value, String sentence) {
    CommandRun.of("rpc-serve", option, value).refused(sentence);
  }

  @Test
  void aBuildWithoutItSaysWhatBuildsIt() {
    CommandRun run =
        CommandRun.of(
            "evaluate",
            "--model",
            "models/steerage-demo-f16.gguf",
            "--behavior",
            "models/demo/behaviors/myopia.jsonl",
            "--output",
            "target/no-such-run",
            "--rpc",
            "127.0.0.1:1");

    assertThat(run.err())
        .contains(
            Rpc.isBuilt()
                ? "--rpc 127.0.0.1:1: no server of this version answers there"
                : "this build of Steerage has no RPC; scripts/build-native.sh --rpc makes one that does");
  }
}
