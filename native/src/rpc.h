/* Devices of other machines: what is to be done where one of their servers goes. */
#pragma once

namespace steer {

/* Says on standard error which of the servers that were added no longer answers, and ends the process with exit code 1. */
[[noreturn]] void end_without_server();

}  // namespace steer
