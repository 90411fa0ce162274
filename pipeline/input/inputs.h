#pragma once

#include <string>
#include <vector>

namespace shenbao::pipeline {

/// One input and where its result goes.
struct Input {
  std::string file;    ///< path as given, or below the folder that was given
  std::string result;  ///< below the output folder: "2021/chaoyang.json"; "" for a folder that cannot give one
};

/// The inputs of a call, in the order given, a folder's files sorted by path.
///
/// A folder is searched, with its subfolders, for files named as the kinds that are read are (.pdf, .tif, .jp2, …);
/// links to folders are not followed, and `skip` (the folders that are written to) is left out unless it was itself
/// given. A path that does not exist, and a folder without such files, stand for themselves, so that reading them
/// fails. Throws Error (output) where two results, or a result and the index batch.json, would overwrite each other.
std::vector<Input> find_inputs(const std::vector<std::string>& paths, const std::vector<std::string>& skip);

}  // namespace shenbao::pipeline
