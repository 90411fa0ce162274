#include "extract/form/form.h"

#include <algorithm>

#include "base/find_first.h"

namespace shenbao::extract {

bool Field::has(Doubt doubt) const { return std::binary_search(doubts.begin(), doubts.end(), doubt); }

bool is_repaired(const Field& field) { return field.has(Doubt::moved) || field.has(Doubt::split); }

Status status_of(const Field& field) {
  if (field.corrected) return Status::corrected;
  return field.doubts.empty() ? Status::accepted : Status::review;
}

const Field* Form::find(const std::string& path) const {
  return find_first(fields, [&](const Field& field) { return field.path == path; });
}

}  // namespace shenbao::extract
