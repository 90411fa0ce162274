#include "extract/read/calibration.h"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "base/file_bytes.h"
#include "base/json.h"

namespace shenbao::extract {

namespace {

double number_of(const Json& json) { return std::stod(spelling(json)); }

/// A curve of probabilities: one or more points [x, y] by rising x.
Curve curve_of(const JsonText& source, const Json& file, const std::string& name) {
  const char* trouble = "is no curve of [x, y] with rising x and y in [0, 1]";
  Curve curve;
  for (const Json& point : member_of(file, name)) {
    const bool pair = point.is_array() && point.size() == 2 && is_number(point[0]) && is_number(point[1]);
    if (!pair) source.refuse("/" + name, trouble);
    const double x = number_of(point[0]), y = number_of(point[1]);
    if ((!curve.empty() && x <= curve.back().first) || y < 0.0 || y > 1.0) source.refuse("/" + name, trouble);
    curve.emplace_back(x, y);
  }
  if (curve.empty()) source.refuse("/" + name, trouble);
  return curve;
}

}  // namespace

double value_at(const Curve& curve, double x) {
  if (curve.empty()) throw std::invalid_argument("value_at: a curve without points");
  if (x <= curve.front().first) return curve.front().second;
  for (std::size_t i = 1; i < curve.size(); ++i) {
    const auto [x0, y0] = curve[i - 1];
    const auto [x1, y1] = curve[i];
    if (x < x1) return y0 + (y1 - y0) * (x - x0) / (x1 - x0);
  }
  return curve.back().second;
}

Calibration load_calibration(const std::string& path) {
  const JsonText source{read_file(path), path, ErrorCode::engine};
  const Json file = source.parse();
  if (!is_number(member_of(file, "keep"))) source.refuse("", "\"keep\" is no number");
  const auto curve = [&](const char* name) { return curve_of(source, file, name); };
  return {curve("alone"), curve("agreed"), curve("denied"), curve("second"), curve("unseen"), number_of(file["keep"])};
}

}  // namespace shenbao::extract
