#pragma once

#include <shenbao/batch.h>

#include <string>

namespace shenbao::cli {

/// Says on standard error how far a batch is: a bar on a terminal, a line for each finished input elsewhere, nothing
/// where `quiet`. Failures and troubles are always said. Calls must not overlap; a Listener's do not.
class ProgressDisplay {
 public:
  explicit ProgressDisplay(bool quiet);

  void show(const Progress& progress);
  void finished(const Outcome& outcome);
  void say(const std::string& message);
  void close();  ///< takes the bar away

 private:
  bool quiet_;
  bool terminal_;
};

}  // namespace shenbao::cli
