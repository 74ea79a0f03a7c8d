/**
 * An independent build of llama.cpp beside ours: java-llama.cpp ({@code de.kherud:llama}), prebuilt
 * by others from an older llama.cpp. What both say of the same file is compared: token ids, greedy
 * text, steered greedy text.
 *
 * <p>It runs in a process of its own ({@link dev.steerage.llama.oracle.OracleMain}), because its
 * assertions end the process that it is in, its native thread keeps a JVM from ending, and two
 * copies of llama.cpp are not to share one address space.
 */
@NullMarked
package dev.steerage.llama.oracle;

import org.jspecify.annotations.NullMarked;
