#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "extract/check/check.h"
#include "extract/check/listed_forms.h"
#include "extract/check/rule_kinds.h"
#include "extract/check/unit_names.h"
#include "extract/text/fold.h"

namespace shenbao::extract {
namespace {

bool is_between_forms(const Rule& rule) { return rule.kind == "same" || rule.kind == "listed"; }

/// Whose submission a document belongs to.
struct Sender {
  std::u32string unit;  ///< folded, without 本级; "" for unknown
  std::u32string year;  ///< "" for unknown
  NameWords words;
  bool lists = false;  ///< it has a form that lists others
};

Sender sender_of(const std::vector<FormView>& views) {
  Sender sender{saying_of(views, "unit"), saying_of(views, "year"), {}, false};
  for (const FormView& view : views) {
    if (const Rule* rule = find_rule(view.form_template(), "same", "unit")) sender.words = name_words(rule->parameters);
    const auto& listing = view.form_template().listing;
    sender.lists = sender.lists || (listing && view.rows(listing->list) > 0);
  }
  return sender;
}

/// Whether the list of one document names, with its amount, a form of the other.
bool lists_form_of(const std::vector<FormView>& lister, const std::vector<FormView>& other) {
  std::vector<FormView> together = lister;
  for (const FormView& view : other) together.push_back(view);
  const Listing listing = match_listed(together);
  return std::any_of(listing.rows.begin(), listing.rows.end(), [&](const ListedRow& row) {
    if (row.form == nullptr || !row.by_name) return false;
    const auto listed = listing.lister->number(row.amount), own = row.form->number(listing.spec->form_amount);
    const bool is_other = std::any_of(other.begin(), other.end(),
                                      [&](const FormView& view) { return &view.form() == &row.form->form(); });
    return is_other && listed && own && compare(*listed, *own) == 0;
  });
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
      if (!all.senders[l].lists || !is_same_unit(all.senders[l].unit, all.senders[d].unit, all.senders[l].words))
        continue;
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
Judgements judge_together(const std::vector<FormView>& views, Language language) {
  static const std::vector<PageText> no_pages;
  SubmissionFacts facts;
  return judge_forms(scopes_of(views, no_pages, language, facts), views, is_between_forms);
}

Finding resolved(const Finding& finding, Language language) {
  Finding info = finding;
  info.code = "resolved_in_batch";
  info.severity = Severity::info;
  info.message = language == Language::zh ? "同批其他文件中有所缺的表，此项不成立：" + finding.message
                                          : "A form in another file of the batch resolves this: " + finding.message;
  return info;
}

/// The codes of the rules that say that a form, or a row that lists it, is not there.
std::set<std::string> codes_of_absence(const std::vector<FormTemplate>& templates) {
  std::set<std::string> codes;
  for (const FormTemplate& form_template : templates) {
    for (const Rule& rule : form_template.rules) {
      const std::string& what = rule.parameters.what;
      if (rule.kind == "listed" && (what == "form" || what == "row" || what == "total")) codes.insert(rule.code);
    }
  }
  return codes;
}

}  // namespace

std::vector<DocumentFinding> check_across(const std::vector<JudgedForms>& documents,
                                          const std::vector<FormTemplate>& templates, Language language,
                                          bool complete) {
  const Documents all = read_documents(documents, templates);
  const std::set<std::string> absence = codes_of_absence(templates);
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
    for (const Judgement& judgement : judge_together(together, language)) {
      Finding finding = judgement.finding;
      const auto [document, form] = places[static_cast<std::size_t>(*finding.form)];
      finding.form = form;
      said_now[document].insert(said_by(finding));
      const bool is_known = said_before[document].count(said_by(finding)) != 0;
      if (is_known || (!whole && absence.count(finding.code) != 0)) continue;
      findings.push_back({document, std::move(finding)});
    }
    for (const std::size_t d : submission) {
      for (const Finding& finding : *documents[d].findings) {
        if (absence.count(finding.code) == 0 || said_now[d].count(said_by(finding)) != 0) continue;
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
