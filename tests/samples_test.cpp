#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "extract/text/decimal.h"
#include "pipeline/extract_files.h"
#include "pipeline/report/json.h"
#include "pipeline/report/report_json.h"
#include "support/result_schema.h"
#include "support/source_tree.h"
#include "support/temporary_folder.h"

namespace shenbao {
namespace {

using pipeline::Json;

/// What a sample must give at least: values read exactly, of those that are printed, and values given as sure though
/// they are wrong at most. A wrong value costs a user more than a missing one.
struct Sample {
  const char* name;
  int right;
  int wrong;
};

std::ostream& operator<<(std::ostream& out, const Sample& sample) { return out << sample.name; }

const std::string kSamples = test::source_path("samples/");

/// Reads one sample; the result's text.
std::string read_sample(const std::string& name, const pipeline::Setup& setup, const std::string& out, int jobs) {
  const std::atomic<bool> go_on{false};
  const auto inputs = pipeline::find_inputs({kSamples + name + ".pdf"}, {});
  pipeline::extract_files(inputs, setup, {out, "", jobs, {}}, {}, go_on);
  return test::bytes_of(out + "/" + inputs[0].result);
}

void collect(const Json& json, const std::string& path, std::map<std::string, Json>& leaves) {
  for (std::size_t i = 0; i < json.items.size(); ++i) {
    collect(json.items[i], path + "/" + (json.kind == Json::Kind::object ? json.keys[i] : std::to_string(i)), leaves);
  }
  if (json.kind != Json::Kind::object && json.kind != Json::Kind::array) leaves[path] = json;
}

/// A value as it may be compared: amounts without trailing zeros, texts without blanks.
std::string comparable(const Json& value) {
  if (value.kind == Json::Kind::null) return "";
  std::string text = value.text;
  if (value.kind == Json::Kind::number && text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  text.erase(std::remove(text.begin(), text.end(), ' '), text.end());
  return text;
}

struct Score {
  int right = 0;
  int printed = 0;
  std::string silent;  ///< values that are wrong and not marked, one to a line
  int wrong = 0;       ///< how many
};

/// Marked for a person: the value is in review, or a finding that counts stands on it.
bool is_marked(const Json& result, std::size_t form, const std::string& path) {
  const Json* evidence = result.find("forms")->items[form].find("evidence")->find(path);
  if (evidence != nullptr && evidence->find("status")->text == "review") return true;
  const auto& findings = result.find("findings")->items;
  return std::any_of(findings.begin(), findings.end(), [&](const Json& finding) {
    return finding.find("form")->text == std::to_string(form) && finding.find("path")->text == path &&
           finding.find("severity")->text != "info";
  });
}

/// Long texts are not short values: a wrong character there is no wrong value.
bool is_long_text(const std::string& path) {
  return path == "/functions" || path.rfind("/goals/", 0) == 0 || path.rfind("/period_goals/", 0) == 0;
}

Score score(const Json& expected, const Json& result) {
  Score score;
  for (std::size_t i = 0; i < expected.items.size(); ++i) {
    std::map<std::string, Json> wanted, got;
    collect(*expected.items[i].find("values"), "", wanted);
    collect(*result.find("forms")->items[i].find("values"), "", got);
    for (const auto& [path, value] : wanted) {
      if (is_long_text(path)) continue;
      const std::string want = comparable(value), have = comparable(got[path]);
      score.printed += !want.empty();
      score.right += !want.empty() && want == have;
      if (want == have || is_marked(result, i, path)) continue;
      ++score.wrong;
      score.silent += path + ": " + have + " for " + want + "\n";
    }
  }
  return score;
}

class SampleTest : public testing::TestWithParam<Sample> {};

TEST_P(SampleTest, IsReadAsItStandsOnThePaper) {
  const test::TemporaryFolder folder;
  const pipeline::Setup setup = pipeline::make_setup();

  const std::string text = read_sample(GetParam().name, setup, folder.path("two"), 2);

  EXPECT_EQ(test::breaks_result_schema(text), "");
  const Json result = pipeline::parse_json(text, "result");
  const Json expected = pipeline::parse_json(test::bytes_of(kSamples + GetParam().name + ".expected.json"), "expected");
  const Json &want = *expected.find("forms"), &have = *result.find("forms");
  ASSERT_EQ(have.items.size(), want.items.size());
  for (std::size_t i = 0; i < want.items.size(); ++i) {
    EXPECT_EQ(have.items[i].find("type")->text, want.items[i].find("type")->text);
    EXPECT_EQ(*have.items[i].find("pages"), *want.items[i].find("pages"));
  }
  const Score reached = score(want, result);
  EXPECT_GE(reached.right, GetParam().right) << "of " << reached.printed;
  EXPECT_LE(reached.wrong, GetParam().wrong) << reached.silent;

  const std::string file = folder.path("two/" + std::string(GetParam().name).substr(9) + ".json");
  pipeline::check_results({file}, setup.definitions, setup.language);
  EXPECT_EQ(test::bytes_of(file), text) << "check gives other findings than extract";
}

TEST(Samples, GiveTheSameBytesWithOneThreadAndWithThree) {
  const test::TemporaryFolder folder;
  const pipeline::Setup setup = pipeline::make_setup();

  const std::string one = read_sample("chaoyang/fax", setup, folder.path("one"), 1);

  EXPECT_FALSE(one.empty());
  EXPECT_EQ(read_sample("chaoyang/fax", setup, folder.path("three"), 3), one);
}

INSTANTIATE_TEST_SUITE_P(All, SampleTest,
                         testing::Values(Sample{"chaoyang/clean", 380, 0}, Sample{"chaoyang/poor", 388, 0},
                                         Sample{"chaoyang/fax", 365, 8}));

}  // namespace
}  // namespace shenbao
