#pragma once

#include <string>
#include <vector>

namespace shenbao::test {

struct Finished {
  int status = -1;  ///< exit status; -1 where the program was ended by a signal
  std::string out;  ///< standard output
  std::string err;  ///< standard error
};

/// Runs the built shenbao with these arguments and waits for it.
Finished run_shenbao(const std::vector<std::string>& arguments);

}  // namespace shenbao::test
