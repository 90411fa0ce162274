#include "extract/net/decode_codes.h"

#include <algorithm>
#include <cmath>

namespace shenbao::extract {
namespace {

constexpr std::size_t kBeamWidth = 8;        // readings kept beside each other
constexpr float kLeastProbability = 0.001F;  // a code less likely is not followed
constexpr float kSettled = 0.995F;           // above it no other code is followed

/// The end of a path: where it stands in the tree and how it came there.
struct Path {
  double score = 0.0;  ///< sum of logarithms
  int node = 0;        ///< in the tree, within a character not yet whole
  int last = -1;       ///< code of the last column that was not blank, -1 for none
  bool blank = true;   ///< the last column was blank
  int step = -1;       ///< index of its last step, -1 before the first column
};

struct Step {
  int before = -1;  ///< index of the step in the column before
  int label = 0;
  int character = -1;  ///< that became whole here
};

bool same_place(const Path& a, const Path& b) { return a.node == b.node && a.last == b.last && a.blank == b.blank; }

class Beam {
 public:
  Beam(const CodeTree& tree, int blank) : tree_(tree), blank_(blank) { paths_.push_back(Path{}); }

  void advance(const float* column, int codes) {
    std::vector<int> likely;
    const int best = static_cast<int>(std::max_element(column, column + codes) - column);
    if (column[best] >= kSettled) {
      likely.push_back(best);
    } else {
      for (int code = 0; code < codes; ++code) {
        if (column[code] >= kLeastProbability) likely.push_back(code);
      }
    }
    const std::vector<Path> before = std::move(paths_);
    paths_.clear();
    extend(before, column, likely);
    if (paths_.empty()) {  // the likely codes spell nothing here: stay, so that the rest is read
      extend(before, column, {blank_});
    }
    std::stable_sort(paths_.begin(), paths_.end(), [](const Path& a, const Path& b) { return a.score > b.score; });
    if (paths_.size() > kBeamWidth) paths_.resize(kBeamWidth);
  }

  /// The steps of the best path, from the first column; those of an unfinished character have none.
  std::vector<Step> best() const {
    const Path* winner = &paths_.front();
    for (const Path& path : paths_) {
      if (path.node == 0) {
        winner = &path;
        break;
      }
    }
    std::vector<Step> steps;
    for (int at = winner->step; at >= 0; at = steps_[static_cast<std::size_t>(at)].before) {
      steps.push_back(steps_[static_cast<std::size_t>(at)]);
    }
    std::reverse(steps.begin(), steps.end());
    return steps;
  }

 private:
  void extend(const std::vector<Path>& before, const float* column, const std::vector<int>& labels) {
    for (const Path& path : before) {
      for (const int label : labels) {
        const double score = path.score + std::log(std::max(column[label], 1e-9F));
        if (label == blank_) {
          add(path, Path{score, path.node, path.last, true, -1}, label, -1);
        } else if (label == path.last && !path.blank) {
          add(path, Path{score, path.node, path.last, false, -1}, label, -1);
        } else {
          const auto child = tree_.node(path.node).children.find(label);
          if (child == tree_.node(path.node).children.end()) continue;
          const CodeTree::Node& reached = tree_.node(child->second);
          if (reached.character >= 0) add(path, Path{score, 0, label, false, -1}, label, reached.character);
          if (!reached.children.empty()) add(path, Path{score, child->second, label, false, -1}, label, -1);
        }
      }
    }
  }

  /// Of paths that go on alike the likelier stays.
  void add(const Path& from, Path path, int label, int character) {
    for (Path& other : paths_) {
      if (!same_place(other, path)) continue;
      if (other.score < path.score) {
        other.score = path.score;
        steps_[static_cast<std::size_t>(other.step)] = Step{from.step, label, character};
      }
      return;
    }
    path.step = static_cast<int>(steps_.size());
    steps_.push_back(Step{from.step, label, character});
    paths_.push_back(path);
  }

  const CodeTree& tree_;
  int blank_;
  std::vector<Path> paths_;
  std::vector<Step> steps_;
};

/// How sure each column and each character is: the least of all.
double least_certain(const cv::Mat& probabilities, const std::vector<Step>& steps, int blank) {
  double least = 1.0;
  const int columns = static_cast<int>(steps.size());
  for (int t = 0; t < columns;) {
    const int label = steps[static_cast<std::size_t>(t)].label;
    int end = t;
    float best = 0.0F;
    while (end < columns && steps[static_cast<std::size_t>(end)].label == label) {
      const float* column = probabilities.ptr<float>(end);
      best = std::max(best, column[label]);
      // A character may begin or end a column earlier or later: that is no doubt about which it is.
      double known = column[label] + (label != blank ? column[blank] : 0.0F);
      if (end == t && t > 0) {
        const int before = steps[static_cast<std::size_t>(t - 1)].label;
        if (before != blank && before != label) known += column[before];
      }
      if (end + 1 < columns) {
        const int after = steps[static_cast<std::size_t>(end + 1)].label;
        if (after != blank && after != label) known += column[after];
      }
      least = std::min(least, known);
      ++end;
    }
    if (label != blank) least = std::min(least, static_cast<double>(best));
    t = end;
  }
  return std::clamp(least, 0.0, 1.0);
}

}  // namespace

CodeTree::CodeTree(const std::vector<CodedCharacter>& characters) : nodes_(1) {
  for (std::size_t i = 0; i < characters.size(); ++i) {
    int at = 0;
    for (const int code : characters[i].codes) {
      const auto found = nodes_[static_cast<std::size_t>(at)].children.find(code);
      if (found != nodes_[static_cast<std::size_t>(at)].children.end()) {
        at = found->second;
        continue;
      }
      const int made = static_cast<int>(nodes_.size());
      nodes_[static_cast<std::size_t>(at)].children.emplace(code, made);
      nodes_.emplace_back();
      at = made;
    }
    nodes_[static_cast<std::size_t>(at)].character = static_cast<int>(i);
  }
}

Decoded decode_codes(const cv::Mat& probabilities, const LstmModel& model, const CodeTree& tree) {
  Beam beam(tree, model.blank);
  for (int column = 0; column < probabilities.rows; ++column) {
    beam.advance(probabilities.ptr<float>(column), probabilities.cols);
  }
  Decoded decoded;
  if (probabilities.rows == 0) return decoded;
  const std::vector<Step> steps = beam.best();
  for (const Step& step : steps) {
    if (step.character >= 0) decoded.text += model.characters[static_cast<std::size_t>(step.character)].text;
  }
  if (!decoded.text.empty()) decoded.confidence = least_certain(probabilities, steps, model.blank);
  return decoded;
}

}  // namespace shenbao::extract
