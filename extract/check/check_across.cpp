#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>

#include "extract/check/check.h"
#include "extract/check/listed_forms.h"
#include "extract/check/rule_kinds.h"
#include "extract/check/unit_names.h"
#include "extract/form/rule_reader.h"
#include "extract/text/fold.h"

namespace shenbao::extract {
namespace {

bool is_between_forms(const Rule& rule) { return rule.kind == "same" || rule.kind == "listed"; }

/// A document of a batch, and whose submission it belongs to.
struct Document {
  std::vector<FormView> views;  ///< of its forms
  std::u32string unit, year;    ///< folded, without 本级; "" for unknown
  NameWords words;
  bool lists = false;  ///< it has a form that lists others
};

Document read_document(const std::vector<Form>& forms, const std::vector<FormTemplate>& templates) {
  Document document;
  document.views = views_of(forms, templates);
  document.unit = saying_of(document.views, "unit");
  document.year = saying_of(document.views, "year");
  for (const FormView& view : document.views) {
    const Rule* rule = find_rule(view.form_template(), "same", "unit");
    if (rule != nullptr) document.words = name_words(rule->parameters);
    const auto& listing = view.form_template().listing;
    document.lists = document.lists || (listing && view.rows(listing->list) > 0);
  }
  return document;
}

/// Whether the list of one document names, with its amount, a form of the other.
bool lists_form_of(const Document& lister, const Document& other) {
  std::vector<FormView> together = lister.views;
  together.insert(together.end(), other.views.begin(), other.views.end());
  const Listing listing = match_listed(together);
  return std::any_of(listing.rows.begin(), listing.rows.end(), [&](const ListedRow& row) {
    const bool is_other = row.form != nullptr && row.form >= &together[lister.views.size()];
    if (!is_other || !row.by_name) return false;
    const auto listed = listing.lister->number(row.amount), own = row.form->number(listing.spec->form_amount);
    return listed && own && compare(*listed, *own) == 0;
  });
}

/// The documents of each submission, the one with the list first.
std::vector<std::vector<std::size_t>> find_submissions(const std::vector<Document>& documents) {
  std::map<std::size_t, std::vector<std::size_t>> by_lister;
  for (std::size_t d = 0; d < documents.size(); ++d) {
    const Document& own = documents[d];
    if (own.views.empty() || own.lists) continue;
    std::vector<std::size_t> same_year, listed;
    for (std::size_t l = 0; l < documents.size(); ++l) {
      const Document& lister = documents[l];
      if (!lister.lists || !is_same_unit(lister.unit, own.unit, lister.words)) continue;
      if (lister.year == own.year) same_year.push_back(l);
      if (lists_form_of(lister, own)) listed.push_back(l);
    }
    const std::vector<std::size_t>& listers = same_year.empty() ? listed : same_year;
    if (listers.size() == 1) by_lister.try_emplace(listers.front(), listers).first->second.push_back(d);
  }
  std::vector<std::vector<std::size_t>> submissions;
  for (const auto& [lister, submission] : by_lister) submissions.push_back(submission);
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
  const Wording& says = own_wording("resolved_in_batch");
  Finding info = finding;
  info.code = says.code;
  info.severity = says.severity;
  info.message = render(says.message, language, {{"finding", finding.message}});
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
  std::vector<Document> all;
  for (const JudgedForms& document : documents) all.push_back(read_document(*document.forms, templates));
  const std::set<std::string> absence = codes_of_absence(templates);
  const auto hides_form = [](const Finding& f) { return f.code == "unknown_form" || f.code == "unreadable_page"; };
  std::vector<DocumentFinding> findings;
  for (const std::vector<std::size_t>& submission : find_submissions(all)) {
    std::vector<FormView> together;
    std::vector<std::pair<std::size_t, int>> places;  // document and form, by form number over all
    bool whole = complete;
    for (const std::size_t d : submission) {
      for (const FormView& view : all[d].views) {
        together.emplace_back(view.form(), view.form_template(), static_cast<int>(places.size()));
        places.emplace_back(d, view.form_no());
      }
      whole = whole && std::none_of(documents[d].findings->begin(), documents[d].findings->end(), hides_form);
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
