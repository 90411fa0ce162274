#include "extract/fill/below_seals.h"

#include <algorithm>

namespace shenbao::extract {
namespace {

/// Whether the ellipse in a seal's box reaches into the box of a cell or line.
bool lies_on(const layout::Seal& seal, const layout::Quad& place) {
  const layout::Box stamp = layout::bounding_box(seal.quad), cell = layout::bounding_box(place);
  const layout::Point middle = layout::center(seal.quad);
  const double x = std::clamp(middle.x, static_cast<double>(cell.left), static_cast<double>(cell.right));
  const double y = std::clamp(middle.y, static_cast<double>(cell.top), static_cast<double>(cell.bottom));
  const double u = 2 * (x - middle.x) / std::max(1, stamp.width()),
               v = 2 * (y - middle.y) / std::max(1, stamp.height());
  return u * u + v * v < 1;
}

bool is_below_seal(const std::vector<PageText>& pages, const Provenance& source) {
  return std::any_of(pages.begin(), pages.end(), [&](const PageText& page) {
    return page.page_no == source.page_no &&
           std::any_of(page.seals.begin(), page.seals.end(),
                       [&](const layout::Seal& seal) { return seal.hides_print && lies_on(seal, source.where); });
  });
}

}  // namespace

std::vector<Form> mark_below_seals(const std::vector<PageText>& pages, std::vector<Form> forms) {
  for (Form& form : forms) {
    for (Field& field : form.fields) {
      if (field.source && is_below_seal(pages, *field.source)) add_doubt(field.doubts, Doubt::below_seal);
    }
  }
  return forms;
}

}  // namespace shenbao::extract
