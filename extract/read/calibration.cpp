#include "extract/read/calibration.h"

#include <rapidjson/document.h>
#include <rapidjson/istreamwrapper.h>

#include <fstream>
#include <stdexcept>

namespace shenbao::extract {

namespace {

/// A curve of probabilities: two or more points [x, y] by rising x.
Curve curve_of(const rapidjson::Value& file, const char* name) {
  const std::string trouble = std::string("\"") + name + "\" is no curve of [x, y] with rising x and y in [0, 1]";
  if (!file.HasMember(name) || !file[name].IsArray() || file[name].Empty()) throw std::runtime_error(trouble);
  Curve curve;
  for (const rapidjson::Value& point : file[name].GetArray()) {
    if (!point.IsArray() || point.Size() != 2 || !point[0].IsNumber() || !point[1].IsNumber()) {
      throw std::runtime_error(trouble);
    }
    const double x = point[0].GetDouble(), y = point[1].GetDouble();
    if ((!curve.empty() && x <= curve.back().first) || y < 0.0 || y > 1.0) throw std::runtime_error(trouble);
    curve.emplace_back(x, y);
  }
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
  std::ifstream stream(path);
  if (!stream) throw std::runtime_error("calibration " + path + ": cannot be read");
  try {
    rapidjson::IStreamWrapper wrapped(stream);
    rapidjson::Document file;
    file.ParseStream(wrapped);
    if (file.HasParseError() || !file.IsObject()) throw std::runtime_error("no JSON object");
    if (!file.HasMember("keep") || !file["keep"].IsNumber()) throw std::runtime_error("\"keep\" is no number");
    return {curve_of(file, "alone"),  curve_of(file, "agreed"), curve_of(file, "denied"),
            curve_of(file, "second"), curve_of(file, "unseen"), file["keep"].GetDouble()};
  } catch (const std::runtime_error& trouble) {
    throw std::runtime_error("calibration " + path + ": " + trouble.what());
  }
}

}  // namespace shenbao::extract
