#include <gtest/gtest.h>

#include <fstream>

#include "extract/form/finding.h"
#include "support/form_templates.h"
#include "support/source_tree.h"

namespace shenbao::extract {
namespace {

struct Explained {
  std::string code;
  std::string severity;
};

/// The codes that no form's rule has: of the scan, of doubt, of a batch.
const std::vector<Explained>& other_codes() {
  static const std::vector<Explained> codes = {
      {"not_judged", "info"},         {"low_confidence", "info"},    {"resolved_in_batch", "info"},
      {"unknown_form", "error"},      {"unknown_form", "warning"},   {"unreadable_page", "error"},
      {"blank_page", "warning"},      {"cropped_page", "warning"},   {"low_resolution", "warning"},
      {"incomplete_grid", "warning"}, {"duplicate_page", "warning"}, {"project_sum_mismatch", "warning"}};
  return codes;
}

std::string name_of(Severity severity) {
  return severity == Severity::error ? "error" : severity == Severity::warning ? "warning" : "info";
}

/// What the page for accountants says of a code: its table row's first column; "info" for a row of the remarks.
std::string heading_of(const std::string& code) {
  std::ifstream page(test::source_path("docs/findings.md"));
  std::string line, section;
  while (std::getline(page, line)) {
    if (line.compare(0, 3, "## ") == 0) section = line;
    if (line.compare(0, 2, "| ") != 0) continue;
    const std::string heading = line.substr(2, line.find('|', 2) - 2);
    if (heading.find("`" + code + "`") == std::string::npos) continue;
    return section == "## Remarks" ? heading + "(info)" : heading;
  }
  return "";
}

TEST(FindingsPage, ExplainsEveryCodeWithItsSeverity) {
  std::vector<Explained> all = other_codes();
  for (const FormTemplate& form : test::delivered_templates()) {
    for (const Rule& rule : form.rules) all.push_back({rule.code, name_of(rule.severity)});
  }
  ASSERT_GT(all.size(), 100u);
  for (const Explained& explained : all) {
    const std::string heading = heading_of(explained.code);
    EXPECT_NE(heading, "") << explained.code << " is not explained";
    EXPECT_NE(heading.find(explained.severity), std::string::npos) << explained.code << ": " << explained.severity;
  }
}

}  // namespace
}  // namespace shenbao::extract
