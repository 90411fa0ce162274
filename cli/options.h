#pragma once

#include <shenbao/batch.h>
#include <shenbao/engine.h>
#include <shenbao/report.h>

#include <optional>
#include <string>
#include <vector>

namespace shenbao::cli {

constexpr int kTrouble = 2;  // exit status: an input could not be read, or the call was wrong

enum class Command { extract, check, forms_list, forms_show, forms_check, version };
enum class Format { text, json };

/// A call as the user made it.
struct Options {
  Command command = Command::extract;
  std::vector<std::string> inputs;     ///< of extract and check: files and folders
  Places places;                       ///< of extract; its engine's models are those of every command
  std::string form;                    ///< of forms show: an id; of forms check: a file
  std::string forms;                   ///< folder of further form definitions; "" for none
  std::optional<double> review_below;  ///< confidence under which a value goes to review; empty: the readers' own bound
  Language language = Language::zh;
  Format format = Format::text;
  bool quiet = false;
};

/// Reads the arguments. Help, and what is wrong with a wrong call, is printed here: then there are
/// no options, and `exit_status` is 0 for help and 2 for a wrong call.
std::optional<Options> parse_options(int argc, char** argv, int& exit_status);

}  // namespace shenbao::cli
