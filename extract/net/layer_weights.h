#pragma once

#include <cstddef>
#include <vector>

namespace shenbao::extract {

/// Outputs are stored in panels of this many, side by side: what a processor's widest vectors hold.
constexpr int kPanelWidth = 16;

/// Weights of one layer, each output's product of all inputs and a bias.
///
/// The weight of input k to output j is at panel_at(j, k); outputs are filled up with zeros to whole panels.
struct LayerWeights {
  int inputs = 0;
  int outputs = 0;
  std::vector<float> values;
  std::vector<float> biases;  ///< as many as padded_outputs()

  int padded_outputs() const { return (outputs + kPanelWidth - 1) / kPanelWidth * kPanelWidth; }
  std::size_t panel_at(int output, int input) const {
    return (static_cast<std::size_t>(output / kPanelWidth) * static_cast<std::size_t>(inputs) +
            static_cast<std::size_t>(input)) *
               kPanelWidth +
           static_cast<std::size_t>(output % kPanelWidth);
  }
};

/// A layer of that size whose weights are all 0.
inline LayerWeights empty_layer(int inputs, int outputs) {
  LayerWeights layer{inputs, outputs, {}, {}};
  layer.biases.resize(static_cast<std::size_t>(layer.padded_outputs()));
  layer.values.resize(layer.biases.size() * static_cast<std::size_t>(inputs));
  return layer;
}

}  // namespace shenbao::extract
