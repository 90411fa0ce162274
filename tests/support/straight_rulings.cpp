#include "support/straight_rulings.h"

namespace shenbao::test {
namespace {

layout::Ruling ruling(layout::Direction direction, layout::Point from, layout::Point to) {
  layout::Ruling result;
  result.direction = direction;
  result.trace = {from, to};
  result.printed = {{result.begin(), result.end()}};
  result.thickness = 2;
  return result;
}

}  // namespace

layout::Ruling level(double y, double left, double right, double slope) {
  return ruling(layout::Direction::horizontal, {left, y + slope * left}, {right, y + slope * right});
}

layout::Ruling upright(double x, double top, double bottom) {
  return ruling(layout::Direction::vertical, {x, top}, {x, bottom});
}

}  // namespace shenbao::test
