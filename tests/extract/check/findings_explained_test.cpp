#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "base/json.h"
#include "extract/form/finding.h"
#include "support/form_templates.h"
#include "support/source_tree.h"
#include "support/temporary_folder.h"

namespace shenbao::extract {
namespace {

/// Severities by code.
using Codes = std::map<std::string, std::set<std::string>>;

std::string name_of(Severity severity) {
  return severity == Severity::error ? "error" : severity == Severity::warning ? "warning" : "info";
}

/// What the delivered rules say, and the program's own findings: of the scan, of doubt, of a batch.
Codes codes_given() {
  Codes codes = {{"unknown_form", {"warning"}}, {"project_sum_mismatch", {"warning"}}};  // less than they are declared
  for (const FormTemplate& form : test::delivered_templates()) {
    for (const Rule& rule : form.rules) {
      codes[rule.code].insert(name_of(rule.severity));
      for (const auto& [name, wording] : rule.instead) codes[wording.code].insert(name_of(wording.severity));
    }
  }
  const Json own = parse_json(test::bytes_of(test::source_path("models/findings.json")), "findings.json");
  for (const Json& wording : own) codes[text_of(wording, "code")].insert(text_of(wording, "severity"));
  return codes;
}

/// What the page for accountants explains: the first column of its tables; "info" for a row of the remarks.
Codes codes_explained() {
  std::ifstream page(test::source_path("docs/findings.md"));
  Codes codes;
  std::string line, section;
  while (std::getline(page, line)) {
    if (line.compare(0, 3, "## ") == 0) section = line;
    if (line.compare(0, 3, "| `") != 0) continue;
    const std::string heading = line.substr(2, line.find('|', 2) - 2) + (section == "## Remarks" ? "(info)" : "");
    // `a` (error), `b`, `c` (warning): a severity holds for all codes before it.
    std::vector<std::string> before;
    const std::regex word("`([a-z_]+)`|\\(([^)]*)\\)");
    for (std::sregex_iterator at(heading.begin(), heading.end(), word), end; at != end; ++at) {
      if ((*at)[1].matched) before.push_back((*at)[1]);
      for (const std::string severity : {"error", "warning", "info"}) {
        const bool is_said = (*at)[2].matched && (*at)[2].str().find(severity) != std::string::npos;
        for (const std::string& code : before) {
          if (is_said) codes[code].insert(severity);
        }
      }
      if ((*at)[2].matched) before.clear();
    }
  }
  return codes;
}

TEST(FindingsPage, ExplainsEveryCodeThatIsGivenWithItsSeverityAndNoOther) {
  const Codes given = codes_given();
  ASSERT_GT(given.size(), 40u);
  EXPECT_EQ(codes_explained(), given);
}

}  // namespace
}  // namespace shenbao::extract
