#include "extract/read/net_line_reader.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <fstream>
#include <iterator>
#include <limits>
#include <numeric>
#include <opencv2/imgproc.hpp>
#include <stdexcept>
#include <utility>

#include "extract/net/convolution_net.h"
#include "extract/net/gemm.h"
#include "extract/read/missed_ink.h"
#include "extract/text/hanzi.h"

namespace shenbao::extract {

namespace {

constexpr int kStride = 4;             // pixels of the line in one column of features
constexpr std::size_t kAtOnce = 48;    // characters named together; their scores stay in the cache
constexpr float kLeastContrast = 24;   // gray levels between ink and paper; flatter lines are paper
constexpr std::size_t kChoices = 5;    // characters named for one run, the best among them
constexpr double kLeastShare = 0.001;  // of probability; less likely ones are not named
constexpr double kNarrowestPitch = 0.58 * LineReader::kHanzi;  // of hanzi, pixels; no typeface is narrower
constexpr float kNoScore = -1e30F;  // below all scores, and e^kNoScore adds nothing to a sum of shares
// A hanzi that the network was never shown: its best score is low for the length of its features, and the next one is
// close. Of those that it knows one in a thousand looks so, on the corpus, and half of the others that it is sure of.
constexpr float kCloseness = 0.02F, kUnlike = -1.2F;
constexpr double kMostOfUnlike = 0.99;  // confidence: a second opinion is asked
constexpr int kPaperAfter = 8;          // pixels, so that the last character does not end at the edge

std::vector<std::string> read_names(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("line classes " + path + ": cannot be read");
  std::vector<std::string> names;
  for (std::string line; std::getline(file, line);) names.push_back(line);
  return names;
}

/// Lines of like width share a width, so that the network is set up for few; a line's own width alone decides.
int padded_width(int width) {
  // Pixels. Finer steps would make more widths, coarser ones more paper to read behind short lines.
  const int step = width <= 256 ? 32 : width <= 1024 ? 128 : 512;
  return (width + step - 1) / step * step;
}

/// The line `LineReader::kRows` rows high, CV_32F, ink near 1 and paper near 0, paper up to its padded width.
cv::Mat as_trained(const cv::Mat& line) {
  const int surplus = line.rows - LineReader::kRows;
  cv::Mat middle = line;
  if (surplus > 0) {
    middle = line.rowRange(surplus / 2, surplus / 2 + LineReader::kRows);
  } else if (surplus < 0) {
    const int above = -surplus / 2;
    cv::copyMakeBorder(line, middle, above, -surplus - above, 0, 0, cv::BORDER_CONSTANT, cv::Scalar(255));
  }
  cv::Mat grays = middle.clone();
  uchar *const begin = grays.data, *const end = begin + grays.total();
  // The upper quartile is paper even in a line full of ink, and no single white speck.
  uchar* const paper = begin + 3 * grays.total() / 4;
  std::nth_element(begin, paper, end);
  const float high = *paper;
  const float low = std::min(static_cast<float>(*std::min_element(begin, end)), high - kLeastContrast);
  cv::Mat prepared = cv::Mat::zeros(LineReader::kRows, padded_width(line.cols + kPaperAfter), CV_32F);
  cv::Mat inked = prepared.colRange(0, line.cols);
  middle.convertTo(inked, CV_32F, -1.0 / (high - low), high / (high - low));
  inked = cv::min(cv::max(inked, 0.0), 1.0);
  return prepared;
}

/// A run of columns of one line that are no blank.
struct Run {
  std::size_t line = 0;
  float ink = 0.0F;             ///< the surest column's probability of a character
  double x = 0.0;               ///< pixels of the line
  std::vector<float> features;  ///< mean of the columns, by their probability
};

/// The runs of one line, and how likely its blank columns hide another character.
std::vector<Run> find_runs(const FeatureMap& columns, const std::vector<float>& ink, std::size_t line,
                           double& overlooked) {
  std::vector<Run> runs;
  overlooked = 0.0;
  for (std::size_t i = 0; i < ink.size(); ++i) {
    if (ink[i] <= 0.5F) {
      const bool beside = (i > 0 && ink[i - 1] > 0.5F) || (i + 1 < ink.size() && ink[i + 1] > 0.5F);
      if (!beside) overlooked = std::max(overlooked, static_cast<double>(ink[i]));
      continue;
    }
    Run run{line, 0.0F, 0.0, std::vector<float>(static_cast<std::size_t>(columns.channels), 0.0F)};
    float sum = 0.0F, moment = 0.0F;
    for (; i < ink.size() && ink[i] > 0.5F; ++i) {
      const float* column = columns.at(0, static_cast<int>(i));
      for (float& feature : run.features) feature += ink[i] * *column++;
      run.ink = std::max(run.ink, ink[i]);
      sum += ink[i];
      moment += ink[i] * (static_cast<float>(i) + 0.5F);
    }
    for (float& feature : run.features) feature /= sum;
    run.x = static_cast<double>(moment / sum) * kStride;
    runs.push_back(std::move(run));
    --i;
  }
  return runs;
}

/// Sum of e^(score - highest) over whole panels. e^x is the 256th power of the series of e^(x/256) up to the third
/// degree: the same few steps for each score, of which compilers make vectors.
float sum_of_shares(const float* scores, int count, float highest) {
  std::array<float, kPanelWidth> sums{};
  for (int panel = 0; panel < count; panel += kPanelWidth) {
    for (int i = 0; i < kPanelWidth; ++i) {
      const float x = (highest - scores[panel + i]) / 256;
      float inverse = 1 + x * (1 + x * (0.5F + x * (1.0F / 6)));
      for (int squared = 0; squared < 8; ++squared) inverse *= inverse;
      sums[static_cast<std::size_t>(i)] += 1 / inverse;
    }
  }
  return std::accumulate(sums.begin(), sums.end(), 0.0F);
}

/// Without hanzi that have no room: the halves of two neighbours seen as a third character between them.
void drop_crowded(std::vector<LineCharacter>& characters) {
  for (std::size_t i = 1; i < characters.size();) {
    const LineCharacter &before = characters[i - 1], &here = characters[i];
    if (is_one_hanzi(before.text) && is_one_hanzi(here.text) && here.x - before.x < kNarrowestPitch) {
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
  ConvolutionNet columns;  ///< pictures to features; the last layer tells blank columns
  LayerWeights classes;    ///< features to the scores of the characters
  std::vector<std::string> names;

  /// The features of each column and the probability of a character in it.
  std::pair<FeatureMap, std::vector<float>> columns_of(const cv::Mat& prepared) const {
    FeatureMap map = framed_input(columns, prepared);
    for (std::size_t layer = 0; layer + 1 < columns.size(); ++layer) map = run_layer(columns, layer, map);
    const FeatureMap blank = run_layer(columns, columns.size() - 1, map);
    if (blank.channels != 1 || blank.rows != 1 || blank.cols != prepared.cols / kStride || map.frame_cols != 0 ||
        map.channels != classes.inputs) {
      throw std::runtime_error("it gives features of another shape");
    }
    std::vector<float> ink(blank.at(0, 0), blank.at(0, 0) + blank.cols);
    for (float& value : ink) value = 1.0F / (1.0F + std::exp(value));
    return {std::move(map), std::move(ink)};
  }

  LineCharacter character_of(const Run& run, const float* scores) const {
    std::vector<std::size_t> best;  // the highest scores, falling
    float least = std::numeric_limits<float>::lowest();
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (scores[i] <= least) continue;
      if (best.size() == kChoices) best.pop_back();
      const auto higher = [&](std::size_t a, std::size_t b) { return scores[a] > scores[b]; };
      best.insert(std::upper_bound(best.begin(), best.end(), i, higher), i);
      if (best.size() == kChoices) least = scores[best.back()];
    }
    const float highest = scores[best.front()];
    const double sum = sum_of_shares(scores, classes.padded_outputs(), highest);
    const auto probability = [&](std::size_t index) {
      return static_cast<double>(run.ink) * std::exp(static_cast<double>(scores[index] - highest)) / sum;
    };
    LineCharacter character{names[best.front()], probability(best.front()), {}, run.x};
    const float length =
        std::sqrt(std::inner_product(run.features.begin(), run.features.end(), run.features.begin(), 0.0F));
    const float lead = highest - scores[best[1]];
    if (highest + kCloseness * lead * length < kUnlike * length && is_one_hanzi(character.text)) {
      character.confidence = std::min(character.confidence, kMostOfUnlike);
    }
    for (auto other = best.begin() + 1; other != best.end() && probability(*other) >= kLeastShare; ++other) {
      character.others.emplace_back(names[*other], probability(*other));
    }
    return character;
  }

  /// The characters of up to `kAtOnce` runs: the weights are fetched once for all of them.
  std::vector<LineCharacter> characters_of(const Run* runs, std::size_t count) const {
    std::vector<float> values, scores;
    for (std::size_t i = 0; i < count; ++i) {
      values.insert(values.end(), runs[i].features.begin(), runs[i].features.end());
      scores.insert(scores.end(), classes.biases.begin(), classes.biases.end());
    }
    gemm(values.data(), static_cast<int>(count), classes, scores.data());
    std::vector<LineCharacter> characters;
    for (std::size_t i = 0; i < count; ++i) {
      characters.push_back(character_of(runs[i], scores.data() + i * classes.biases.size()));
    }
    return characters;
  }
};

NetLineReader::NetLineReader(const std::string& features_path, const std::string& classes_path,
                             const std::string& names_path)
    : impl_(std::make_unique<Impl>()) {
  impl_->names = read_names(names_path);
  std::string file = classes_path;
  try {
    const ConvolutionNet classes = read_convolution_net(classes_path);
    const auto* layer = classes.size() == 1 ? std::get_if<Convolution>(&classes.front()) : nullptr;
    if (layer == nullptr || layer->rows != 1 || layer->cols != 1 ||
        layer->weights.outputs != static_cast<int>(impl_->names.size())) {
      throw std::runtime_error("it has another number of classes");
    }
    impl_->classes = layer->weights;
    std::fill(impl_->classes.biases.begin() + layer->weights.outputs, impl_->classes.biases.end(), kNoScore);
    file = features_path;
    impl_->columns = read_convolution_net(features_path);
    impl_->columns_of(cv::Mat::zeros(LineReader::kRows, padded_width(1), CV_32F));
  } catch (const std::exception& trouble) {
    throw std::runtime_error("line model " + file + ": " + trouble.what());
  }
}

NetLineReader::~NetLineReader() = default;

std::vector<LineReading> NetLineReader::read_lines(const std::vector<cv::Mat>& lines) const {
  std::vector<LineReading> readings(lines.size());
  std::vector<Run> runs;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].empty()) continue;
    if (lines[i].type() != CV_8UC1) throw std::invalid_argument("read_lines: lines must be CV_8UC1");
    const auto [columns, ink] = impl_->columns_of(as_trained(lines[i]));
    std::vector<Run> found = find_runs(columns, ink, i, readings[i].overlooked);
    std::move(found.begin(), found.end(), std::back_inserter(runs));
  }
  for (std::size_t begin = 0; begin < runs.size(); begin += kAtOnce) {
    const std::size_t count = std::min(runs.size() - begin, kAtOnce);
    std::vector<LineCharacter> characters = impl_->characters_of(runs.data() + begin, count);
    for (std::size_t i = 0; i < count; ++i) {
      readings[runs[begin + i].line].characters.push_back(std::move(characters[i]));
    }
  }
  for (std::size_t i = 0; i < lines.size(); ++i) {
    drop_crowded(readings[i].characters);
    if (!lines[i].empty()) restore_points(lines[i], readings[i].characters);
    readings[i].skips_ink = !lines[i].empty() && skips_ink(lines[i], readings[i].characters);
  }
  return readings;
}

}  // namespace shenbao::extract
