#include "extract/check/check_across.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "extract/check/check.h"
#include "extract/check/listed_forms.h"
#include "extract/check/one_cause.h"
#include "extract/check/rule_kinds.h"
#include "extract/check/rules_amounts.h"
#include "extract/text/fold.h"

namespace shenbao::extract {
namespace {

const std::set<std::string> kKindsBetweenForms = {"same_year", "same_name", "listed_form", "listing_row",
                                                  "listed_name"};

const Rule* find_rule(const FormTemplate& form_template, const std::string& kind) {
  for (const Rule& rule : form_template.rules) {
    if (rule.kind == kind) return &rule;
  }
  return nullptr;
}

/// What most of the values say; "" for none.
template <typename Value>
std::optional<Value> most_of(const std::vector<Value>& values) {
  std::map<Value, int> votes;
  for (const Value& value : values) ++votes[value];
  std::optional<Value> best;
  for (const auto& [value, count] : votes) {
    if (!best || count > votes[*best]) best = value;
  }
  return best;
}

/// Whose submission a document belongs to.
struct Sender {
  std::u32string unit;  ///< folded, without 本级; "" for unknown
  std::optional<std::string> year;
  bool lists = false;  ///< it has a form that lists others
};

Sender sender_of(const std::vector<FormView>& views) {
  std::vector<std::u32string> units;
  std::vector<std::string> years;
  Sender sender;
  for (const FormView& view : views) {
    const Rule* name = find_rule(view.form_template(), "same_name");
    if (name != nullptr) {
      for (const std::string& path : name->parameters["paths"].texts()) {
        std::u32string unit = folded_words(view.text(path));
        for (const std::string& suffix : name->parameters["suffixes"].texts()) {
          const std::u32string end = folded_words(suffix);
          const bool ends = unit.size() > end.size() && unit.compare(unit.size() - end.size(), end.size(), end) == 0;
          if (ends) unit.erase(unit.size() - end.size());
        }
        if (!unit.empty() && !view.in_review(path)) units.push_back(std::move(unit));
      }
    }
    if (const Rule* year = find_rule(view.form_template(), "same_year")) {
      const std::string path = year->parameters["path"].text;
      if (!view.text(path).empty() && !view.in_review(path)) years.push_back(view.text(path));
    }
    if (const Rule* listing = find_rule(view.form_template(), "listed_sum")) {
      sender.lists = sender.lists || view.rows(ValuePath() / listing->parameters["list"].text) > 0;
    }
  }
  sender.unit = most_of(units).value_or(std::u32string());
  sender.year = most_of(years);
  return sender;
}

/// One character of five or more may be misprinted in a unit's name, but 市 for 县 makes another unit.
bool is_same_unit(const std::u32string& a, const std::u32string& b) {
  if (a.empty() || b.empty()) return false;
  if (a == b) return true;
  constexpr std::size_t kShortest = 5;
  if (a.size() != b.size() || a.size() < kShortest) return false;
  static const std::u32string apart = U"省市县区旗州盟乡镇村";
  int slips = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i]) continue;
    const bool other_place = apart.find(a[i]) != std::u32string::npos || apart.find(b[i]) != std::u32string::npos;
    // The front of a name is the place: 朝阳 and 建平 are two.
    if (other_place || 2 * i < a.size()) return false;
    ++slips;
  }
  return slips == 1;
}

/// Whether the list of one document names, with its amount, a form of the other.
bool lists_form_of(const std::vector<FormView>& lister, const std::vector<FormView>& other) {
  std::vector<FormView> together = lister;
  for (const FormView& view : other) together.push_back(view);
  for (const FormView& view : lister) {
    const Rule* rule = find_rule(view.form_template(), "listed_sum");
    if (rule == nullptr) continue;
    const Listing listing = match_listed(*rule, together);
    for (std::size_t row = 0; row < listing.form_of_row.size(); ++row) {
      if (!listing.form_of_row[row] || !listing.by_name[row]) continue;
      const FormView* form = listing.forms[*listing.form_of_row[row]];
      const auto listed = listing.lister->number(ValuePath(listing.list) / row / listing.amount);
      const auto own = form->number(listing.form_amount);
      const bool is_other = std::any_of(other.begin(), other.end(),
                                        [&](const FormView& candidate) { return &candidate.form() == &form->form(); });
      if (is_other && listed && own && compare(*listed, *own) == 0) return true;
    }
  }
  return false;
}

/// A batch's documents with the views of their forms.
struct Documents {
  std::vector<std::vector<FormView>> views;
  std::vector<Sender> senders;
};

Documents read_documents(const std::vector<JudgedForms>& documents, const std::vector<FormTemplate>& templates) {
  Documents all;
  for (const JudgedForms& document : documents) {
    std::vector<FormView> views = views_of(*document.forms, templates);
    all.senders.push_back(sender_of(views));
    all.views.push_back(std::move(views));
  }
  return all;
}

/// The documents of one submission, the one with the list first.
using Submission = std::vector<std::size_t>;

std::vector<Submission> find_submissions(const Documents& all) {
  std::map<std::size_t, Submission> by_lister;
  for (std::size_t d = 0; d < all.views.size(); ++d) {
    if (all.views[d].empty() || all.senders[d].lists) continue;
    std::vector<std::size_t> same_year, listed;
    for (std::size_t l = 0; l < all.views.size(); ++l) {
      if (!all.senders[l].lists || !is_same_unit(all.senders[l].unit, all.senders[d].unit)) continue;
      if (all.senders[l].year == all.senders[d].year) same_year.push_back(l);
      if (lists_form_of(all.views[l], all.views[d])) listed.push_back(l);
    }
    const std::vector<std::size_t>& listers = same_year.empty() ? listed : same_year;
    if (listers.size() == 1) by_lister[listers.front()].push_back(d);
  }
  std::vector<Submission> submissions;
  for (auto& [lister, others] : by_lister) {
    others.insert(others.begin(), lister);
    submissions.push_back(others);
  }
  return submissions;
}

using Said = std::tuple<std::string, int, std::string>;

Said said_by(const Finding& finding) { return {finding.code, finding.form.value_or(-1), finding.path}; }

/// The rules between forms, judged on the forms of all the documents together; form numbers count over all of them.
std::vector<Finding> judge_together(const std::vector<FormView>& views, Language language) {
  static const std::vector<PageText> no_pages;
  std::vector<RuleScope> scopes;
  SubmissionFacts facts;
  std::map<std::string, FormWords> words;
  for (const FormView& view : views) {
    const auto own = words.emplace(view.form().type, words_of(view.form_template())).first;
    scopes.push_back({view, own->second, {}, {}, views, no_pages, language, &facts});
  }
  std::vector<Finding> findings = check_amounts(scopes);
  for (const RuleScope& scope : scopes) {
    for (const Rule& rule : scope.form_template().rules) {
      if (kKindsBetweenForms.count(rule.kind) == 0) continue;
      const auto more = find_rule_check(rule.kind)(rule, scope);
      findings.insert(findings.end(), more.begin(), more.end());
    }
  }
  return without_consequences(std::move(findings));
}

Finding resolved(const Finding& finding, Language language) {
  Finding info = finding;
  info.code = "resolved_in_batch";
  info.severity = Severity::info;
  info.message = language == Language::zh ? "同批其他文件中有所缺的表，此项不成立：" + finding.message
                                          : "A form in another file of the batch resolves this: " + finding.message;
  return info;
}

bool speaks_of_absence(const Finding& finding) {
  return finding.code == "missing_form" || finding.code == "project_sum_mismatch";
}

}  // namespace

std::vector<DocumentFinding> check_across(const std::vector<JudgedForms>& documents,
                                          const std::vector<FormTemplate>& templates, Language language,
                                          bool complete) {
  const Documents all = read_documents(documents, templates);
  std::vector<DocumentFinding> findings;
  for (const Submission& submission : find_submissions(all)) {
    std::vector<FormView> together;
    std::vector<std::pair<std::size_t, int>> places;  // document and form, by form number over all
    bool whole = complete;
    for (const std::size_t d : submission) {
      for (const FormView& view : all.views[d]) {
        together.emplace_back(view.form(), view.form_template(), static_cast<int>(places.size()));
        places.emplace_back(d, view.form_no());
      }
      whole = whole && std::none_of(documents[d].findings->begin(), documents[d].findings->end(), [](const Finding& f) {
                return f.code == "unknown_form" || f.code == "unreadable_page";
              });
    }
    std::map<std::size_t, std::set<Said>> said_before, said_now;
    for (const std::size_t d : submission) {
      for (const Finding& finding : *documents[d].findings) said_before[d].insert(said_by(finding));
    }
    for (Finding finding : judge_together(together, language)) {
      const auto [document, form] = places[static_cast<std::size_t>(*finding.form)];
      finding.form = form;
      said_now[document].insert(said_by(finding));
      const bool is_known = said_before[document].count(said_by(finding)) != 0;
      if (is_known || (!whole && speaks_of_absence(finding))) continue;
      findings.push_back({document, std::move(finding)});
    }
    for (const std::size_t d : submission) {
      for (const Finding& finding : *documents[d].findings) {
        if (!speaks_of_absence(finding) || said_now[d].count(said_by(finding)) != 0) continue;
        findings.push_back({d, resolved(finding, language)});
      }
    }
  }
  std::stable_sort(findings.begin(), findings.end(), [](const DocumentFinding& a, const DocumentFinding& b) {
    return std::tie(a.document, a.finding.form, a.finding.page_no, a.finding.path, a.finding.code) <
           std::tie(b.document, b.finding.form, b.finding.page_no, b.finding.path, b.finding.code);
  });
  return findings;
}

}  // namespace shenbao::extract
