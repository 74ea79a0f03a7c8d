/** What JavaCPP makes of native/include/steer.h in the build. Only dev.steerage.llama uses it. */
package dev.steerage.llama.binding;
