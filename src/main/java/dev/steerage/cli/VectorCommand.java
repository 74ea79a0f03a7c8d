package dev.steerage.cli;

import picocli.CommandLine.Command;

/** {@code steerage vector}: a name for what is done with files of steering vectors. */
@Command(
    name = "vector",
    description = "Shows, converts and combines files of steering vectors.",
    subcommands = {VectorShowCommand.class, VectorConvertCommand.class, VectorCombineCommand.class},
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Read are control-vector GGUF, PyTorch .pt, NumPy .npy and .npz, safetensors and AISteer360 .svec;"
          + " written are GGUF, safetensors and .npy."
    })
final class VectorCommand {}
