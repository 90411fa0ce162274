#include "cli/summary.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <shenbao/report.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "cli/options.h"

namespace shenbao::cli {
namespace {

constexpr int kReview = 1;  // exit status: something to review

/// A finding, the input it is about, and the further pages of that input of which the same is to be said.
struct Located {
  const Finding* finding;
  std::string file;
  std::vector<int> likewise = {};
};

const char* name_of(Severity severity, Language language) {
  constexpr const char* kNames[][2] = {{"提示", "info   "}, {"警告", "warning"}, {"错误", "error  "}};
  return kNames[static_cast<int>(severity)][language == Language::zh ? 0 : 1];
}

std::vector<Located> all_findings(const Batch& batch) {
  std::vector<Located> all;
  for (const DocumentFinding& found : batch.findings) {
    all.push_back({&found.finding, batch.outcomes[found.document].input.file});
  }
  for (const Outcome& outcome : batch.outcomes) {
    for (const Finding& finding : outcome.findings) all.push_back({&finding, outcome.input.file});
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Located& a, const Located& b) { return a.finding->severity > b.finding->severity; });
  return all;
}

/// What is said of pages as such stands once for each input, with the first of them.
std::vector<Located> listed(const std::vector<Located>& all) {
  std::vector<Located> list;
  std::map<std::pair<std::string, std::string>, std::size_t> first_of;  // file and code to a place in `list`
  for (const Located& located : all) {
    const Finding& finding = *located.finding;
    const bool of_a_page = finding.page_no && !finding.form && !finding.where;
    const auto [first, fresh] = of_a_page ? first_of.emplace(std::pair(located.file, finding.code), list.size())
                                          : std::pair(first_of.end(), true);
    if (fresh) {
      list.push_back(located);
    } else {
      list[first->second].likewise.push_back(*finding.page_no);
    }
  }
  return list;
}

/// "2-5, 8": runs of page numbers.
std::string runs_of(std::vector<int> pages) {
  std::sort(pages.begin(), pages.end());
  std::string text;
  for (std::size_t begin = 0, end = 0; begin < pages.size(); begin = end) {
    for (end = begin + 1; end < pages.size() && pages[end] == pages[end - 1] + 1;) ++end;
    text += (text.empty() ? "" : ", ") + std::to_string(pages[begin]);
    if (end - begin > 1) text += "-" + std::to_string(pages[end - 1]);
  }
  return text;
}

std::string place_of(const Finding& finding, Language language) {
  if (!finding.page_no) return "";
  std::string place = fmt::format(language == Language::zh ? " 第 {} 页" : " page {}", *finding.page_no);
  if (finding.where) {
    const Point corner = finding.where->corners[0];
    place += fmt::format(" ({:.0f}, {:.0f})", corner.x, corner.y);
  }
  return place;
}

std::string line_for(const Located& located, Language language) {
  const Finding& finding = *located.finding;
  std::string line =
      fmt::format("{}  {}{}", name_of(finding.severity, language), located.file, place_of(finding, language));
  if (!finding.path.empty()) line += "  " + finding.path;
  line += fmt::format("  {}  [{}]", finding.message, finding.code);
  if (!located.likewise.empty()) {
    line +=
        fmt::format(language == Language::zh ? "（第 {} 页同此）" : " (likewise pages {})", runs_of(located.likewise));
  }
  return line + "\n";
}

std::string line_for(const Outcome& outcome, const std::string& output, Language language) {
  const std::string result = (std::filesystem::path(output) / outcome.input.result).string();
  return fmt::format(language == Language::zh ? "{}：{} 页，{} 张表，{} 个值，{} 个待核对 → {}\n"
                                              : "{}: {} pages, {} forms, {} values, {} to review → {}\n",
                     outcome.input.file, outcome.pages, outcome.forms.size(), outcome.values, outcome.review, result);
}

std::string in_language(const Message& message, Language language) {
  return language == Language::zh ? message.zh : message.en;
}

}  // namespace

std::string summarize(const Batch& batch, const std::string& output, Language language) {
  std::string text;
  for (const Outcome& outcome : batch.outcomes) {
    if (!outcome.failure) text += line_for(outcome, output, language);
  }
  std::map<std::string, int> remarks;
  for (const Located& located : listed(all_findings(batch))) {
    if (located.finding->severity == Severity::info) {
      remarks[located.finding->code] += 1 + static_cast<int>(located.likewise.size());
    } else {
      text += line_for(located, language);
    }
  }
  for (const auto& [code, count] : remarks) {
    text += fmt::format("{}  {} × {}\n", name_of(Severity::info, language), code, count);
  }
  return text;
}

int exit_status(const Batch& batch) {
  int status = 0;
  for (const Located& located : all_findings(batch)) {
    if (located.finding->severity != Severity::info) status = kReview;
  }
  for (const Outcome& outcome : batch.outcomes) {
    if (outcome.review > 0) status = std::max(status, kReview);
    if (outcome.failure) status = kTrouble;
  }
  return status;
}

std::string list_forms(const std::vector<FormTemplate>& templates, Language language) {
  std::string text;
  for (const FormTemplate& form : templates) {
    text += fmt::format("{}  {}  {}\n", form.id, in_language(form.name, language), fmt::join(form.titles, " | "));
  }
  return text;
}

std::string describe_form(const FormTemplate& form, Language language) {
  std::string text = fmt::format("{}  {}\n\n", form.id, in_language(form.name, language));
  for (const std::string& title : form.titles) text += fmt::format("{}\n", title);
  text += "\n";
  for (const FieldSpec& field : form.fields) {
    text += fmt::format("{}  {}\n", field.path, fmt::join(field.labels, " | "));
    for (const ColumnSpec& column : field.columns) {
      text += fmt::format("{}/*/{}  {}\n", field.path, column.key, fmt::join(column.labels, " | "));
    }
  }
  text += "\n";
  for (const Rule& rule : form.rules) {
    text += fmt::format("{}  {}  {}\n", rule.id, rule.code, in_language(rule.message, language));
  }
  return text;
}

}  // namespace shenbao::cli
