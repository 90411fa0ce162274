#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

#include "extract/net/lstm_model.h"

namespace shenbao::extract {

/// Runs the network on lines of writing, many at once: the weights are fetched once for all of them.
///
/// `lines` are CV_8UC1, dark on white, `model.height` pixels high, any width (at least `model.pool_width`).
/// Returns for every line a CV_32F matrix: a row for each column of the network, the probability of
/// each code in it. A line's result does not depend on the lines beside it.
std::vector<cv::Mat> code_probabilities(const LstmModel& model, const std::vector<cv::Mat>& lines);

}  // namespace shenbao::extract
