#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "extract/check/rule_kinds.h"

namespace shenbao::extract {
namespace {

/// What explains findings of a code on a form: how far it reaches, and from where.
using Cause = std::tuple<int, std::string, Reach, std::string>;
/// Findings by what they explain.
using Causes = std::multimap<Cause, const Finding*>;

Causes causes_among(const Judgements& judgements) {
  Causes causes;
  for (const auto& [finding, says] : judgements) {
    if (says == nullptr) continue;
    const ValuePath path = finding.path;
    for (const auto& [reach, code] : says->explains) {
      const ValuePath from = reach == Reach::form ? ValuePath() : reach == Reach::row ? path.parent() : path;
      causes.emplace(Cause{*finding.form, code, reach, from.text()}, &finding);
    }
  }
  return causes;
}

/// Whether nothing is printed in the row from the path on: a row that moved to the right lost its last values.
bool is_past_the_last(const FormView& view, const ValuePath& path) {
  const FieldSpec* list = view.form_template().find_field(path.parent().parent());
  if (list == nullptr) return true;
  const auto at = std::find_if(list->columns.begin(), list->columns.end(),
                               [&](const ColumnSpec& column) { return column.key == path.key(); });
  return std::none_of(at, list->columns.end(),
                      [&](const ColumnSpec& column) { return view.at(beside(path, column.key)).source.has_value(); });
}

bool is_explained(const Finding& finding, const Causes& causes, const std::vector<FormView>& views) {
  const auto by = [&](Reach reach, const ValuePath& from) {
    const auto [begin, end] = causes.equal_range({*finding.form, finding.code, reach, from.text()});
    return std::any_of(begin, end, [&](const auto& cause) { return cause.second != &finding; });
  };
  const ValuePath path = finding.path;
  if (by(Reach::value, path) || by(Reach::row, path.parent()) || by(Reach::form, "")) return true;
  for (ValuePath above = path;; above = above.parent()) {
    if (by(Reach::below, above)) return true;
    if (by(Reach::rest, above) && is_past_the_last(*find_view(views, *finding.form), path)) return true;
    if (above == "") return false;
  }
}

/// What is said of which place.
using Said = std::tuple<std::string, int, std::string, std::tuple<int, double, double>, std::string>;

Said said_by(const Finding& finding, const FormView& view) {
  const auto& source = view.at(finding.path).source;
  const bool is_own = source && finding.where && source->where == *finding.where;
  const std::string actual = finding.path.empty() ? finding.actual : "";
  if (!is_own) return {finding.code, *finding.form, finding.path, {}, actual};
  const ValuePath path = finding.path, row = path.parent();
  const layout::Point& corner = finding.where->corners[0];
  return {finding.code, *finding.form, row.row() ? row.parent() / "*" / path.key() : path,
          std::tuple(*finding.page_no, corner.x, corner.y), actual};
}

}  // namespace

Judgements without_consequences(Judgements judgements, const std::vector<FormView>& views) {
  const Causes causes = causes_among(judgements);
  std::set<Said> said;
  std::vector<bool> is_cause;
  for (const auto& [finding, says] : judgements) {
    is_cause.push_back(!is_explained(finding, causes, views) &&
                       said.insert(said_by(finding, *find_view(views, *finding.form))).second);
  }
  Judgements left;
  for (std::size_t i = 0; i < judgements.size(); ++i) {
    if (is_cause[i]) left.push_back(std::move(judgements[i]));
  }
  return left;
}

}  // namespace shenbao::extract
