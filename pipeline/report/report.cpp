#include "pipeline/report/report.h"

#include <cmath>

namespace shenbao::pipeline {
namespace {

layout::Quad rounded(layout::Quad quad) {
  for (layout::Point& corner : quad.corners) corner = {std::round(corner.x), std::round(corner.y)};
  return quad;
}

double rounded(double value, double steps) { return std::round(value * steps) / steps; }

extract::Reading rounded(extract::Reading reading) {
  reading.confidence = rounded(reading.confidence, kConfidenceSteps);
  return reading;
}

}  // namespace

extract::PageText rounded(extract::PageText page) {
  page.dpi = rounded(page.dpi, 10);
  page.skew = rounded(page.skew, 100);
  for (extract::TableText& table : page.tables) {
    table.quad = rounded(table.quad);
    for (extract::CellText& cell : table.cells) {
      cell.quad = rounded(cell.quad);
      cell.reading = rounded(std::move(cell.reading));
    }
  }
  for (extract::LineText& line : page.lines) {
    line.quad = rounded(line.quad);
    line.reading = rounded(std::move(line.reading));
  }
  for (layout::Seal& seal : page.seals) seal.quad = rounded(seal.quad);
  for (layout::Defect& defect : page.defects) defect.quad = rounded(defect.quad);
  for (layout::Quad& quad : page.unread) quad = rounded(quad);
  return page;
}

extract::Form rounded(extract::Form form) {
  for (extract::Label& label : form.labels) label.where = rounded(label.where);
  for (extract::Field& field : form.fields) {
    if (!field.source) continue;
    field.source->where = rounded(field.source->where);
    field.source->confidence = rounded(field.source->confidence, kConfidenceSteps);
  }
  return form;
}

extract::Finding rounded(extract::Finding finding) {
  if (finding.where) finding.where = rounded(*finding.where);
  return finding;
}

}  // namespace shenbao::pipeline
