#include "extract/net_line_reader.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <fstream>
#include <iterator>
#include <map>
#include <opencv2/dnn.hpp>
#include <opencv2/imgproc.hpp>
#include <stdexcept>
#include <utility>

namespace shenbao::extract {

namespace {

constexpr int height = 32;             // of a line, pixels, as trained
constexpr int stride = 4;              // pixels of the line in one column of features
constexpr int features = 128;          // numbers in a column
constexpr int at_once = 32;            // characters named in one run of the second network
constexpr float least_contrast = 24;   // gray levels between ink and paper; flatter lines are paper
constexpr std::size_t choices = 5;     // characters named for one run, the best among them
constexpr double least_share = 0.001;  // of probability; less likely ones are not named
constexpr double narrowest_pitch = 0.58 * LineReader::hanzi;  // of hanzi, pixels; no typeface is narrower
constexpr int paper_after = 8;  // pixels, so that the last character does not end at the edge

std::vector<std::string> read_names(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("line classes " + path + ": cannot be read");
  std::vector<std::string> names;
  for (std::string line; std::getline(file, line);) names.push_back(line);
  return names;
}

/// Lines of like width share a width, so that the network is set up for few; a line's own width alone decides.
int padded_width(int width) {
  const int step = width <= 256 ? 32 : width <= 1024 ? 128 : 512;
  return (width + step - 1) / step * step;
}

/// The line `height` rows high, CV_32F, ink near 1 and paper near 0, paper up to its padded width.
cv::Mat as_trained(const cv::Mat& line) {
  const int surplus = line.rows - height;
  cv::Mat middle = line;
  if (surplus > 0) {
    middle = line.rowRange(surplus / 2, surplus / 2 + height);
  } else if (surplus < 0) {
    const int above = -surplus / 2;
    cv::copyMakeBorder(line, middle, above, -surplus - above, 0, 0, cv::BORDER_CONSTANT, cv::Scalar(255));
  }
  std::vector<uchar> grays;
  grays.reserve(middle.total());
  for (int y = 0; y < middle.rows; ++y)
    grays.insert(grays.end(), middle.ptr<uchar>(y), middle.ptr<uchar>(y) + middle.cols);
  const auto paper = grays.begin() + static_cast<std::ptrdiff_t>(3 * grays.size() / 4);
  std::nth_element(grays.begin(), paper, grays.end());
  const float high = *paper;
  const float low = std::min(static_cast<float>(*std::min_element(grays.begin(), grays.end())), high - least_contrast);
  cv::Mat prepared = cv::Mat::zeros(height, padded_width(line.cols + paper_after), CV_32F);
  cv::Mat inked = prepared.colRange(0, line.cols);
  middle.convertTo(inked, CV_32F, -1.0 / (high - low), high / (high - low));
  inked = cv::min(cv::max(inked, 0.0), 1.0);
  return prepared;
}

/// A run of columns of one line that are no blank.
struct Run {
  std::size_t line = 0;
  float ink = 0.0F;              ///< the surest column's probability of a character
  double x = 0.0;                ///< pixels of the line
  std::vector<float> features_;  ///< mean of the columns, by their probability
};

/// The runs of one line, and how likely its blank columns hide another character.
std::vector<Run> find_runs(const cv::Mat& columns, const std::vector<float>& ink, std::size_t line,
                           double& overlooked) {
  std::vector<Run> runs;
  overlooked = 0.0;
  for (std::size_t i = 0; i < ink.size(); ++i) {
    if (ink[i] <= 0.5F) {
      const bool beside = (i > 0 && ink[i - 1] > 0.5F) || (i + 1 < ink.size() && ink[i + 1] > 0.5F);
      if (!beside) overlooked = std::max(overlooked, static_cast<double>(ink[i]));
      continue;
    }
    Run run{line, 0.0F, 0.0, std::vector<float>(features, 0.0F)};
    float sum = 0.0F, moment = 0.0F;
    for (; i < ink.size() && ink[i] > 0.5F; ++i) {
      for (int f = 0; f < features; ++f) {
        run.features_[static_cast<std::size_t>(f)] += ink[i] * columns.at<float>(f, static_cast<int>(i));
      }
      run.ink = std::max(run.ink, ink[i]);
      sum += ink[i];
      moment += ink[i] * (static_cast<float>(i) + 0.5F);
    }
    for (float& value : run.features_) value /= sum;
    run.x = static_cast<double>(moment / sum) * stride;
    runs.push_back(std::move(run));
    --i;
  }
  return runs;
}

bool is_hanzi(const std::string& text) { return text.size() == 3 && text[0] >= '\xe4' && text[0] <= '\xe9'; }

/// Without hanzi that have no room: the halves of two neighbours seen as a third character between them.
void drop_crowded(std::vector<LineCharacter>& characters) {
  for (std::size_t i = 1; i < characters.size();) {
    const LineCharacter &before = characters[i - 1], &here = characters[i];
    if (is_hanzi(before.text) && is_hanzi(here.text) && here.x - before.x < narrowest_pitch) {
      characters.erase(characters.begin() +
                       static_cast<std::ptrdiff_t>(before.confidence < here.confidence ? i - 1 : i));
      i = std::max<std::size_t>(1, i - 1);
    } else {
      ++i;
    }
  }
}

}  // namespace

struct NetLineReader::Impl {
  mutable cv::dnn::Net feature_net;  // forward() is not const, though it changes nothing that outlives the call
  mutable cv::dnn::Net class_net;
  std::vector<std::string> names;

  /// Features (features × columns) and the probability of a character in each column.
  std::pair<cv::Mat, std::vector<float>> columns_of(const cv::Mat& prepared) const {
    const std::vector<int> shape = {1, 1, prepared.rows, prepared.cols};
    feature_net.setInput(prepared.reshape(1, shape));
    std::vector<cv::Mat> outputs;
    feature_net.forward(outputs, std::vector<std::string>{"features", "blank"});
    const int columns = prepared.cols / stride;
    if (outputs[0].total() != static_cast<std::size_t>(features * columns) ||
        outputs[1].total() != static_cast<std::size_t>(columns)) {
      throw std::runtime_error("it gives features of another shape");
    }
    std::vector<float> ink(static_cast<std::size_t>(columns));
    const float* blank = outputs[1].ptr<float>();
    for (std::size_t i = 0; i < ink.size(); ++i) ink[i] = 1.0F / (1.0F + std::exp(blank[i]));
    return {outputs[0].reshape(1, features).clone(), std::move(ink)};
  }

  /// Scores of up to `at_once` runs, classes × at_once.
  cv::Mat scores_of(const std::vector<Run>& runs, std::size_t begin, std::size_t end) const {
    const std::vector<int> shape = {1, features, 1, at_once};
    cv::Mat input = cv::Mat::zeros(4, shape.data(), CV_32F);
    float* values = input.ptr<float>();
    for (std::size_t i = begin; i < end; ++i) {
      for (std::size_t f = 0; f < features; ++f) values[f * at_once + (i - begin)] = runs[i].features_[f];
    }
    class_net.setInput(input);
    const cv::Mat scores = class_net.forward();
    if (scores.total() != names.size() * at_once) throw std::runtime_error("it has another number of classes");
    return scores.reshape(1, static_cast<int>(names.size())).clone();
  }

  LineCharacter character_of(const Run& run, const cv::Mat& scores, int column) const {
    std::array<int, choices> best{};
    best.fill(-1);
    const auto score_of = [&](int index) { return index < 0 ? -1e30F : scores.at<float>(index, column); };
    for (int i = 0; i < scores.rows; ++i) {
      if (score_of(i) <= score_of(best.back())) continue;
      best.back() = i;
      for (std::size_t k = best.size() - 1; k > 0 && score_of(best[k]) > score_of(best[k - 1]); --k) {
        std::swap(best[k], best[k - 1]);
      }
    }
    const double highest = score_of(best.front());
    double sum = 0.0;
    for (int i = 0; i < scores.rows; ++i) sum += std::exp(score_of(i) - highest);
    const auto probability = [&](int index) {
      return static_cast<double>(run.ink) * std::exp(score_of(index) - highest) / sum;
    };
    LineCharacter character{names[static_cast<std::size_t>(best.front())], probability(best.front()), {}, run.x};
    for (std::size_t k = 1; k < best.size(); ++k) {
      if (probability(best[k]) < least_share) break;
      character.others.emplace_back(names[static_cast<std::size_t>(best[k])], probability(best[k]));
    }
    return character;
  }
};

NetLineReader::NetLineReader(const std::string& features_path, const std::string& classes_path,
                             const std::string& names_path)
    : impl_(std::make_unique<Impl>()) {
  impl_->names = read_names(names_path);
  std::string file = features_path;
  try {
    impl_->feature_net = cv::dnn::readNetFromONNX(features_path);
    impl_->columns_of(cv::Mat::zeros(height, padded_width(1), CV_32F));
    file = classes_path;
    impl_->class_net = cv::dnn::readNetFromONNX(classes_path);
    impl_->scores_of({}, 0, 0);
  } catch (const std::exception& trouble) {
    throw std::runtime_error("line model " + file + ": " + trouble.what());
  }
}

NetLineReader::~NetLineReader() = default;

std::vector<LineReading> NetLineReader::read_lines(const std::vector<cv::Mat>& lines) const {
  std::vector<LineReading> readings(lines.size());
  std::multimap<int, std::pair<std::size_t, cv::Mat>> by_width;  // the network is set up anew for each width
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].empty()) continue;
    if (lines[i].type() != CV_8UC1) throw std::invalid_argument("read_lines: lines must be CV_8UC1");
    cv::Mat prepared = as_trained(lines[i]);
    const int width = prepared.cols;
    by_width.emplace(width, std::make_pair(i, std::move(prepared)));
  }
  std::vector<Run> runs;
  for (const auto& [width, line] : by_width) {
    const auto [columns, ink] = impl_->columns_of(line.second);
    std::vector<Run> found = find_runs(columns, ink, line.first, readings[line.first].overlooked);
    std::move(found.begin(), found.end(), std::back_inserter(runs));
  }
  for (std::size_t begin = 0; begin < runs.size(); begin += at_once) {
    const std::size_t end = std::min(runs.size(), begin + at_once);
    const cv::Mat scores = impl_->scores_of(runs, begin, end);
    for (std::size_t i = begin; i < end; ++i) {
      readings[runs[i].line].characters.push_back(impl_->character_of(runs[i], scores, static_cast<int>(i - begin)));
    }
  }
  for (LineReading& reading : readings) drop_crowded(reading.characters);
  return readings;
}

}  // namespace shenbao::extract
