#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "base/json.h"
#include "extract/text/decimal.h"
#include "pipeline/extract_files.h"
#include "pipeline/report/report_json.h"
#include "support/result_schema.h"
#include "support/source_tree.h"
#include "support/temporary_folder.h"

namespace shenbao {
namespace {

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
  if (!json.is_structured()) leaves[path] = json;
  for (const auto& [name, value] : json.items()) {
    if (json.is_structured()) collect(value, path + "/" + name, leaves);
  }
}

/// A value as it may be compared: amounts without trailing zeros, texts without blanks.
std::string comparable(const Json& value) {
  if (value.is_null()) return "";
  std::string text = is_number(value) ? spelling(value) : value.get<std::string>();
  if (is_number(value) && text.find('.') != std::string::npos) {
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
  if (text_of(member_of(result["forms"][form]["evidence"], path), "status") == "review") return true;
  const Json& findings = result["findings"];
  return std::any_of(findings.begin(), findings.end(), [&](const Json& finding) {
    return finding["form"] == form && finding["path"] == path && finding["severity"] != "info";
  });
}

/// Long texts are not short values: a wrong character there is no wrong value.
bool is_long_text(const std::string& path) {
  return path == "/functions" || path.rfind("/goals/", 0) == 0 || path.rfind("/period_goals/", 0) == 0;
}

Score score(const Json& expected, const Json& result) {
  Score score;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    std::map<std::string, Json> wanted, got;
    collect(expected[i]["values"], "", wanted);
    collect(result["forms"][i]["values"], "", got);
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
  const Json result = parse_json(text, "result");
  const Json expected = parse_json(test::bytes_of(kSamples + GetParam().name + ".expected.json"), "expected");
  const Json &want = expected["forms"], &have = result["forms"];
  ASSERT_EQ(have.size(), want.size());
  for (std::size_t i = 0; i < want.size(); ++i) {
    EXPECT_EQ(have[i]["type"], want[i]["type"]);
    EXPECT_EQ(have[i]["pages"], want[i]["pages"]);
  }
  for (const Json& page : result["pages"]) EXPECT_FALSE(page.contains("unread")) << page["number"];
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
