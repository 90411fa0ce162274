#include "extract/form/form.h"

#include <algorithm>
#include <tuple>

#include "base/find_first.h"

namespace shenbao::extract {

bool operator==(const Provenance& a, const Provenance& b) {
  return a.page_no == b.page_no && a.where == b.where && a.raw == b.raw && a.confidence == b.confidence;
}

bool operator==(const Field& a, const Field& b) {
  return a.path == b.path && a.value == b.value && a.source == b.source && a.doubts == b.doubts &&
         a.corrected == b.corrected && a.before == b.before;
}

bool Field::has(Doubt doubt) const { return std::binary_search(doubts.begin(), doubts.end(), doubt); }

bool is_repaired(const Field& field) { return field.has(Doubt::moved) || field.has(Doubt::split); }

Status status_of(const Field& field) {
  if (field.corrected) return Status::corrected;
  return field.doubts.empty() ? Status::accepted : Status::review;
}

bool operator==(const Label& a, const Label& b) {
  return std::tie(a.kind, a.path, a.block, a.columns, a.page_no, a.where, a.behind, a.sure) ==
         std::tie(b.kind, b.path, b.block, b.columns, b.page_no, b.where, b.behind, b.sure);
}

const Field* Form::find(const std::string& path) const {
  return find_first(fields, [&](const Field& field) { return field.path == path; });
}

bool operator==(const Form& a, const Form& b) {
  return a.type == b.type && a.pages == b.pages && a.fields == b.fields && a.rows == b.rows && a.labels == b.labels;
}

}  // namespace shenbao::extract
