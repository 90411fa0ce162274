#include "extract/net/decode_codes.h"

#include <algorithm>
#include <cmath>

namespace shenbao::extract {
namespace {

constexpr std::size_t kBeamWidth = 8;        // readings kept beside each other
constexpr float kLeastProbability = 0.001F;  // a code less likely is not followed
constexpr float kSettled = 0.995F;           // above it no other code is followed

/// A reading of the columns so far.
struct Path {
  double score = 0.0;  ///< sum of logarithms
  int node = 0;        ///< where it stands in the tree, within a character not yet whole
  int last = -1;       ///< code of the last column that was not blank, -1 for none
  bool blank = true;   ///< the last column was blank
  std::vector<int> characters;
};

/// The codes that a column may stand for.
std::vector<int> likely_codes(const float* column, int codes) {
  const int best = static_cast<int>(std::max_element(column, column + codes) - column);
  if (column[best] >= kSettled) return {best};
  std::vector<int> likely;
  for (int code = 0; code < codes; ++code) {
    if (column[code] >= kLeastProbability) likely.push_back(code);
  }
  return likely;
}

/// The paths with one column more; of those that go on alike the likelier.
std::vector<Path> extend(const std::vector<Path>& paths, const float* column, const std::vector<int>& codes,
                         const CodeTree& tree, int blank) {
  std::vector<Path> extended;
  const auto add = [&](const Path& from, Path path, int character) {
    auto known = std::find_if(extended.begin(), extended.end(), [&](const Path& other) {
      return other.node == path.node && other.last == path.last && other.blank == path.blank;
    });
    if (known != extended.end() && known->score >= path.score) return;
    path.characters = from.characters;
    if (character >= 0) path.characters.push_back(character);
    (known == extended.end() ? extended.emplace_back() : *known) = std::move(path);
  };
  for (const Path& path : paths) {
    for (const int code : codes) {
      const double score = path.score + std::log(std::max(column[code], 1e-9F));  // no logarithm of 0
      if (code == blank || (code == path.last && !path.blank)) {
        add(path, {score, path.node, path.last, code == blank, {}}, -1);
        continue;
      }
      const auto child = tree.node(path.node).children.find(code);
      if (child == tree.node(path.node).children.end()) continue;
      const CodeTree::Node& reached = tree.node(child->second);
      if (reached.character >= 0) add(path, {score, 0, code, false, {}}, reached.character);
      if (!reached.children.empty()) add(path, {score, child->second, code, false, {}}, -1);
    }
  }
  return extended;
}

}  // namespace

CodeTree::CodeTree(const std::vector<CodedCharacter>& characters) : nodes_(1) {
  for (std::size_t i = 0; i < characters.size(); ++i) {
    std::size_t at = 0;
    for (const int code : characters[i].codes) {
      const auto [child, is_new] = nodes_[at].children.try_emplace(code, static_cast<int>(nodes_.size()));
      at = static_cast<std::size_t>(child->second);
      if (is_new) nodes_.emplace_back();
    }
    nodes_[at].character = static_cast<int>(i);
  }
}

std::string decode_codes(const cv::Mat& probabilities, const LstmModel& model, const CodeTree& tree) {
  std::vector<Path> paths(1);
  for (int row = 0; row < probabilities.rows; ++row) {
    const float* column = probabilities.ptr<float>(row);
    std::vector<Path> next = extend(paths, column, likely_codes(column, probabilities.cols), tree, model.blank);
    // Where the likely codes spell nothing, the paths stay, so that the rest is read.
    paths = next.empty() ? extend(paths, column, {model.blank}, tree, model.blank) : std::move(next);
    std::stable_sort(paths.begin(), paths.end(), [](const Path& a, const Path& b) { return a.score > b.score; });
    if (paths.size() > kBeamWidth) paths.resize(kBeamWidth);
  }
  const auto whole = std::find_if(paths.begin(), paths.end(), [](const Path& path) { return path.node == 0; });
  std::string text;
  for (const int character : (whole == paths.end() ? paths.front() : *whole).characters) {
    text += model.characters[static_cast<std::size_t>(character)].text;
  }
  return text;
}

}  // namespace shenbao::extract
