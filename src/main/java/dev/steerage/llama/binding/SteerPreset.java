package dev.steerage.llama.binding;

import org.bytedeco.javacpp.annotation.Platform;
import org.bytedeco.javacpp.annotation.Properties;
import org.bytedeco.javacpp.tools.Info;
import org.bytedeco.javacpp.tools.InfoMap;
import org.bytedeco.javacpp.tools.InfoMapper;

/**
 * Tells JavaCPP's parser how to make the class {@code Steer} of native/include/steer.h; only the
 * build uses it.
 */
@Properties(
    value =
        @Platform(
            include = "steer.h",
            compiler = "cpp17",
            link = "steer",
            // what little text crosses as a String (file names) is UTF-8 whatever the JVM's default
            define = "STRING_BYTES_CHARSET \"UTF-8\""),
    target = "dev.steerage.llama.binding.Steer")
public class SteerPreset implements InfoMapper {
  @Override
  public void map(InfoMap infoMap) {
    infoMap.put(new Info("STEER_API").annotations().cppText(""));
  }
}
