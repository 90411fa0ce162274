#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <tuple>

#include "extract/check/rule_kinds.h"

namespace shenbao::extract {
namespace {

/// Whether nothing is printed in the row from the path on: a row that moved to the right lost its last values.
bool is_past_the_last(const FormView& view, const std::string& path, const std::string& row) {
  const std::vector<Field>& fields = view.form().fields;
  const auto at = std::find_if(fields.begin(), fields.end(), [&](const Field& field) { return field.path == path; });
  return std::none_of(at, fields.end(), [&](const Field& field) {
    return ValuePath(field.path).is_within(row) && field.source.has_value();
  });
}

bool reaches(Reach reach, const Finding& cause, const Finding& other, const std::vector<FormView>& views) {
  switch (reach) {
    case Reach::value:
      return other.path == cause.path;
    case Reach::below:
      return ValuePath(other.path).is_within(cause.path);
    case Reach::row:
      return ValuePath(other.path).parent() == ValuePath(cause.path).parent();
    case Reach::rest: {
      const FormView* view = find_view(views, other.form.value_or(-1));
      return view != nullptr && ValuePath(other.path).is_within(cause.path) &&
             is_past_the_last(*view, other.path, cause.path);
    }
    case Reach::form:
      return true;
  }
  return false;
}

/// Who explains findings of a code on a form: the explanation and its finding.
using Causes = std::multimap<std::pair<std::optional<int>, std::string_view>, std::pair<Reach, const Finding*>>;

Causes causes_among(const Judgements& judgements) {
  Causes causes;
  for (const Judgement& judgement : judgements) {
    if (judgement.says == nullptr) continue;
    for (const Explanation& explanation : judgement.says->explains) {
      causes.emplace(std::make_pair(judgement.finding.form, std::string_view(explanation.code)),
                     std::make_pair(explanation.reach, &judgement.finding));
    }
  }
  return causes;
}

bool is_explained(const Finding& finding, const Causes& causes, const std::vector<FormView>& views) {
  const auto [begin, end] = causes.equal_range({finding.form, finding.code});
  return std::any_of(begin, end, [&](const auto& entry) {
    const auto& [reach, cause] = entry.second;
    return cause != &finding && reaches(reach, *cause, finding, views);
  });
}

/// What is said of which place.
using Said = std::tuple<std::string, int, std::string, std::tuple<int, double, double>, std::string>;

Said said_by(const Finding& finding, const std::vector<FormView>& views) {
  std::string path = finding.path, actual;
  std::tuple<int, double, double> corner{};
  const FormView* view = find_view(views, finding.form.value_or(-1));
  const Field* field = view == nullptr ? nullptr : view->find(path);
  const bool is_own = field != nullptr && field->source && finding.where && field->source->where == *finding.where;
  if (path.empty()) actual = finding.actual;
  if (is_own) {
    const ValuePath row = ValuePath(path).parent();
    if (row.row()) path = row.parent() / "*" / ValuePath(path).key();
    corner = {*finding.page_no, finding.where->corners[0].x, finding.where->corners[0].y};
  }
  return {finding.code, finding.form.value_or(-1), path, corner, actual};
}

}  // namespace

Judgements without_consequences(Judgements judgements, const std::vector<FormView>& views) {
  const Causes causes = causes_among(judgements);
  std::set<Said> said;
  std::vector<bool> is_cause;
  for (const Judgement& judgement : judgements) {
    is_cause.push_back(!is_explained(judgement.finding, causes, views) &&
                       said.insert(said_by(judgement.finding, views)).second);
  }
  Judgements left;
  for (std::size_t i = 0; i < judgements.size(); ++i) {
    if (is_cause[i]) left.push_back(std::move(judgements[i]));
  }
  return left;
}

}  // namespace shenbao::extract
