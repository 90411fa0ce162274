#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "extract/check/rule_kinds.h"
#include "extract/form/rule_reader.h"
#include "extract/text/fold.h"

namespace shenbao::extract {
namespace {

// Indexed by DefectKind.
constexpr const char* kDefects[] = {"blank_page", "cropped_page", "low_resolution", "incomplete_grid",
                                    "unreadable_page"};

Finding find_on(const PageText& page, const std::string& says, Language language, MessageValues values) {
  values.emplace_back("page", std::to_string(page.page_no));
  Finding finding = finding_of(own_wording(says), language, values);
  finding.page_no = page.page_no;
  return finding;
}

bool holds_text(const PageText& page) {
  const auto inked = [](const auto& piece) { return piece.reading.has_ink || !piece.reading.text.empty(); };
  return !page.tables.empty() || std::any_of(page.lines.begin(), page.lines.end(), inked);
}

constexpr std::size_t kTellingWords = 60;  // bytes; two pages with less may well say the same

/// What a page says.
struct Words {
  std::string all;
  std::size_t own = 0;  ///< bytes that are no form's labels, nor stand with them in a signature's cell
};

Words words_of(const PageText& page, const std::vector<Form>& forms) {
  const auto is_label = [&](const layout::Quad& quad) {
    return std::any_of(forms.begin(), forms.end(), [&](const Form& form) {
      return std::any_of(form.labels.begin(), form.labels.end(),
                         [&](const Label& label) { return label.page_no == page.page_no && label.where == quad; });
    });
  };
  Words words;
  const auto add = [&](const auto& piece) {
    const std::string text = trim(piece.reading.text) + "\n";
    words.all += text;
    words.own += is_label(piece.quad) ? 0 : text.size();
  };
  for (const TableText& table : page.tables) std::for_each(table.cells.begin(), table.cells.end(), add);
  std::for_each(page.lines.begin(), page.lines.end(), add);
  return words;
}

}  // namespace

std::vector<Finding> check_pages(const std::vector<PageText>& pages, const std::vector<Form>& forms,
                                 Language language) {
  std::vector<Finding> findings;
  for (const PageText& page : pages) {
    for (const layout::Defect& defect : page.defects) {
      findings.push_back(find_on(page, kDefects[static_cast<int>(defect.kind)], language, {{"detail", defect.detail}}));
      if (!(defect.quad == layout::Quad{})) findings.back().where = defect.quad;
    }
    if (!page.unread.empty()) {
      findings.push_back(find_on(page, "unread_ink", language, {{"count", std::to_string(page.unread.size())}}));
      findings.back().where = page.unread.front();
    }
    const bool belongs =
        std::any_of(forms.begin(), forms.end(), [&](const Form& form) { return has_page(form, page.page_no); });
    if (belongs || !holds_text(page)) continue;
    findings.push_back(find_on(page, "unknown_form", language, {}));
    findings.back().severity = page.tables.empty() ? Severity::warning : Severity::error;
  }
  return findings;
}

std::vector<Finding> check_duplicates(const std::vector<PageText>& pages, const std::vector<Form>& forms,
                                      Language language) {
  std::map<std::string, int> seen;
  std::vector<Finding> findings;
  for (const PageText& page : pages) {
    const Words words = words_of(page, forms);
    if (words.own < kTellingWords) continue;
    const auto [first, is_new] = seen.emplace(words.all, page.page_no);
    if (!is_new)
      findings.push_back(find_on(page, "duplicate_page", language, {{"first", std::to_string(first->second)}}));
  }
  return findings;
}

std::vector<Finding> check_confidence(const RuleScope& scope, const std::vector<Finding>& others) {
  const Wording& says = own_wording("low_confidence");
  std::set<std::string> said;
  for (const Finding& other : others) {
    if (other.form == scope.view.form_no() && other.code != "not_judged") said.insert(other.path);
  }
  // One cell that fills several values, such as goals, a period or a level name, is settled by one look at it. A value
  // whose label was not found only has the place of another label.
  std::set<std::tuple<int, double, double, std::vector<Doubt>>> told;
  std::vector<Finding> findings;
  for (const Field& field : scope.form().fields) {
    if (status_of(field) != Status::review) continue;
    // What was found out of place is spoken of with its row.
    const bool row_is_said = is_repaired(field) && said.count(ValuePath(field.path).parent()) != 0;
    if (row_is_said || said.count(field.path) != 0) continue;
    const bool is_lost = !field.source || (!field.value && field.has(Doubt::label));
    const Provenance source = field.source.value_or(Provenance{});
    const layout::Point& corner = source.where.corners[0];
    if (!is_lost && !told.insert({source.page_no, corner.x, corner.y, field.doubts}).second) continue;
    const std::string& raw = source.raw;
    findings.push_back(
        say(says, scope, field.path, {{"raw", raw}, {"actual", raw}, {"why", describe(field.doubts, scope.language)}})
            .finding);
  }
  return findings;
}

}  // namespace shenbao::extract
