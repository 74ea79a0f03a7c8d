# What STEER_SANITIZE=ON adds to a target that links steer-sanitizers: both sanitizers, of which any finding ends the program.
option(STEER_SANITIZE "with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
add_library(steer-sanitizers INTERFACE)
if(STEER_SANITIZE)
  set(sanitizers -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_compile_options(steer-sanitizers INTERFACE ${sanitizers} -g)
  target_link_options(steer-sanitizers INTERFACE ${sanitizers})
endif()
