#include "extract/check/one_cause.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "extract/form/value_path.h"

namespace shenbao::extract {
namespace {

/// Where a consequence lies, seen from the path of its cause.
enum class Reach {
  same,   ///< on the same path
  below,  ///< on it or below
  row,    ///< in the same row
  form    ///< anywhere on the form
};

struct Explains {
  const char* cause;
  const char* consequence;
  Reach reach;
};

constexpr Explains kExplanations[] = {
    {"missing_section", "missing_value", Reach::below},
    {"missing_section", "not_judged", Reach::below},
    {"repeated_label", "unknown_label", Reach::below},
    {"repeated_label", "category_mismatch", Reach::below},
    {"duplicate_row", "missing_form", Reach::below},
    {"unknown_label", "category_mismatch", Reach::row},
    {"unknown_label", "label_slip", Reach::row},
    {"category_mismatch", "label_slip", Reach::row},
    {"category_mismatch", "degenerate_bound", Reach::same},
    {"unit_mismatch", "out_of_range", Reach::row},
    {"fused_operator", "missing_operator", Reach::row},
    {"fused_operator", "out_of_range", Reach::same},
    {"unit_in_value", "missing_unit", Reach::row},
    {"missing_value", "missing_operator", Reach::row},
    {"missing_value", "missing_unit", Reach::row},
    {"garbled_text", "cross_form_mismatch", Reach::same},
    {"garbled_text", "unknown_label", Reach::same},
    {"garbled_text", "missing_form", Reach::same},
    {"title_variant", "garbled_text", Reach::same},
    {"sum_mismatch", "part_exceeds_whole", Reach::form},
    {"project_sum_mismatch", "part_exceeds_whole", Reach::form},
    {"suspect_scale", "part_exceeds_whole", Reach::form},
    {"cross_form_mismatch", "part_exceeds_whole", Reach::form},
    {"cross_form_mismatch", "date_out_of_period", Reach::same},
};

bool reaches(const Explains& explains, const Finding& cause, const Finding& other) {
  switch (explains.reach) {
    case Reach::same:
      return other.path == cause.path;
    case Reach::below:
      return ValuePath(other.path).is_within(cause.path);
    case Reach::row:
      return ValuePath(other.path).parent() == ValuePath(cause.path).parent();
    case Reach::form:
      return true;
  }
  return false;
}

/// Findings by form and code.
using FindingsByCode = std::map<std::pair<std::optional<int>, std::string_view>, std::vector<const Finding*>>;

/// The explanations by the code of their consequence.
const std::multimap<std::string_view, Explains>& explanations() {
  static const std::multimap<std::string_view, Explains> by_consequence = [] {
    std::multimap<std::string_view, Explains> all;
    for (const Explains& explains : kExplanations) all.emplace(explains.consequence, explains);
    return all;
  }();
  return by_consequence;
}

bool is_explained(const Finding& finding, const FindingsByCode& findings) {
  const auto possible = explanations().equal_range(finding.code);
  for (auto at = possible.first; at != possible.second; ++at) {
    const Explains& explains = at->second;
    const auto causes = findings.find({finding.form, explains.cause});
    if (causes == findings.end()) continue;
    const bool explained = std::any_of(causes->second.begin(), causes->second.end(), [&](const Finding* cause) {
      // An unusual word for a level is a level all the same.
      const bool is_variant = finding.code == "category_mismatch" && cause->severity != Severity::error;
      return cause != &finding && !is_variant && reaches(explains, *cause, finding);
    });
    if (explained) return true;
  }
  return false;
}

/// What is said of which place.
struct Said {
  std::string_view code;
  int form = -1;
  std::string path;                          ///< of a merged cell only its last step
  std::tuple<int, double, double> corner{};  ///< page and place of a merged cell
  std::string_view actual;
};

bool operator<(const Said& a, const Said& b) {
  return std::tie(a.code, a.form, a.path, a.corner, a.actual) < std::tie(b.code, b.form, b.path, b.corner, b.actual);
}

/// A merged cell is one place, whichever of its rows is spoken of.
Said said_by(const Finding& finding) {
  Said said;
  said.code = finding.code;
  said.form = finding.form.value_or(-1);
  said.path = finding.path;
  const bool merged =
      finding.code == "category_mismatch" || finding.code == "label_slip" || finding.code == "unknown_label";
  if (merged && finding.where && finding.page_no) {
    const layout::Point corner = finding.where->corners[0];
    said.path = ValuePath(finding.path).key();
    said.corner = {*finding.page_no, corner.x, corner.y};
  }
  if (finding.code == "unknown_label") said.actual = finding.actual;
  return said;
}

}  // namespace

std::vector<Finding> without_consequences(std::vector<Finding> findings) {
  FindingsByCode by_code;
  for (const Finding& finding : findings) by_code[{finding.form, finding.code}].push_back(&finding);
  std::set<Said> said;
  std::vector<bool> is_cause;
  for (const Finding& finding : findings) {
    is_cause.push_back(!is_explained(finding, by_code) && said.insert(said_by(finding)).second);
  }
  std::vector<Finding> causes;
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (is_cause[i]) causes.push_back(std::move(findings[i]));
  }
  return causes;
}

}  // namespace shenbao::extract
