#pragma once

#include <map>
#include <opencv2/core/mat.hpp>
#include <string>
#include <vector>

#include "extract/net/lstm_model.h"

namespace shenbao::extract {

/// The characters of a model as a tree of their codes.
class CodeTree {
 public:
  explicit CodeTree(const std::vector<CodedCharacter>& characters);

  struct Node {
    std::map<int, int> children;  ///< by code, the index of the next node
    int character = -1;           ///< index of the character that ends here, -1: none
  };
  const Node& node(int index) const { return nodes_[static_cast<std::size_t>(index)]; }  ///< 0: before any code

 private:
  std::vector<Node> nodes_;
};

/// The likeliest text among those that spell whole characters, UTF-8.
///
/// `probabilities` is CV_32F, a row for each column of the line, the probability of each code in it.
/// Method: connectionist temporal classification, the best path kept by a beam.
std::string decode_codes(const cv::Mat& probabilities, const LstmModel& model, const CodeTree& tree);

}  // namespace shenbao::extract
