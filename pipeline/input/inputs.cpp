#include "pipeline/input/inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>
#include <set>
#include <system_error>

#include "base/error.h"

namespace fs = std::filesystem;

namespace shenbao::pipeline {
namespace {

bool is_named_like_a_document(const fs::path& path) {
  static const std::set<std::string> endings{".pdf", ".tif", ".tiff", ".png",  ".jpg", ".jpeg", ".jp2", ".j2k",
                                             ".jpx", ".jpf", ".bmp",  ".webp", ".pnm", ".pbm",  ".pgm", ".ppm"};
  std::string ending = path.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(), [](unsigned char c) { return std::tolower(c); });
  return endings.count(ending) > 0;
}

std::string result_name(const fs::path& below_folder) {
  return fs::path(below_folder).replace_extension(".json").lexically_normal().generic_string();
}

/// Adds the documents below `folder`, a part of `root`. A folder that may not be read becomes an input that fails.
void search(const fs::path& root, const fs::path& folder, const std::vector<std::string>& skip,
            std::vector<Input>& found) {
  std::error_code trouble;
  fs::directory_iterator at(folder, trouble);
  for (; !trouble && at != fs::directory_iterator(); at.increment(trouble)) {
    std::error_code unknown;
    const fs::path& path = at->path();
    const bool is_skipped = std::any_of(skip.begin(), skip.end(), [&](const std::string& other) {
      std::error_code absent;
      return fs::equivalent(path, other, absent);
    });
    if (fs::is_directory(path, unknown)) {
      if (!is_skipped && !fs::is_symlink(path, unknown)) search(root, path, skip, found);
    } else if (is_named_like_a_document(path)) {
      found.push_back({path.string(), result_name(path.lexically_relative(root))});
    }
  }
  if (trouble) found.push_back({folder.string(), ""});
}

void refuse_collisions(const std::vector<Input>& inputs) {
  std::map<std::string, std::string> writers{{"batch.json", "the index of the batch"}};
  for (const Input& input : inputs) {
    if (input.result.empty()) continue;
    const auto [other, is_new] = writers.emplace(input.result, input.file);
    if (is_new) continue;
    throw Error(ErrorCode::output, input.file,
                fmt::format("{} and {} would both be written to {}; nothing was read. Rename one, or give them to "
                            "separate calls with separate output folders",
                            other->second, input.file, input.result));
  }
}

}  // namespace

std::vector<Input> find_inputs(const std::vector<std::string>& paths, const std::vector<std::string>& skip) {
  std::vector<Input> inputs;
  for (const std::string& path : paths) {
    std::error_code absent;
    if (!fs::is_directory(path, absent)) {
      inputs.push_back({path, result_name(fs::path(path).filename())});
      continue;
    }
    std::vector<Input> found;
    search(path, path, skip, found);
    if (found.empty()) found.push_back({path, ""});
    std::sort(found.begin(), found.end(), [](const Input& a, const Input& b) { return a.file < b.file; });
    inputs.insert(inputs.end(), found.begin(), found.end());
  }
  refuse_collisions(inputs);
  return inputs;
}

}  // namespace shenbao::pipeline
