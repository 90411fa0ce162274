#include "extract/form/form_template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "support/form_templates.h"
#include "support/source_tree.h"

namespace shenbao::extract {
namespace {

const char* const kSmallForm = R"({
  "schema": "shenbao.form/1",
  "id": "receipt",
  "name": {"zh": "收据", "en": "receipt"},
  "title": {"path": "/title", "known": ["…收据"]},
  "fields": [
    {"path": "/paid", "type": "amount", "labels": ["金额"]},
    {"path": "/lines", "type": "rows", "labels": ["明细"], "columns": [{"key": "what", "type": "name", "labels": ["品名"]}]}
  ],
  "rules": [
    {"id": "bounded", "code": "out_of_range", "kind": "range", "severity": "error", "paths": ["/lines/*/what"],
     "max": 0.01, "message": {"zh": "大", "en": "large"}}
  ]
})";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  text.replace(text.find(from), from.size(), to);
  return text;
}

std::string mistake_in(const std::string& definition) {
  try {
    parse_form_template(definition, test::definition_schema(), test::lexicon_folder(), "receipt.json");
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::definition);
    return error.what();
  }
  return "";
}

TEST(FormTemplate, DeliveredDefinitionsAreValid) {
  ASSERT_EQ(test::delivered_templates().size(), 2u);
  EXPECT_EQ(test::delivered_templates()[0].id, "department_target");
  EXPECT_EQ(test::delivered_templates()[1].id, "project_target");
}

TEST(FormTemplate, KeepsRuleParametersExact) {
  const FormTemplate form =
      parse_form_template(kSmallForm, test::definition_schema(), test::lexicon_folder(), "receipt.json");
  ASSERT_EQ(form.rules.size(), 1u);
  EXPECT_EQ(form.rules[0].parameters["max"].number, (Decimal{1, 2}));
  EXPECT_EQ(form.rules[0].parameters["paths"].texts(), std::vector<std::string>{"/lines/*/what"});
}

TEST(FormTemplate, TakesAListFromALexicon) {
  const FormTemplate form =
      parse_form_template(replaced(kSmallForm, R"("paths": ["/lines/*/what"])", R"("paths": {"lexicon": "paths"})"),
                          test::definition_schema(), test::source_path("tests/support/lexicon"), "receipt.json");
  EXPECT_EQ(form.rules[0].parameters["paths"].texts(), std::vector<std::string>{"/lines/*/what"});
}

TEST(FormTemplate, NamesTheLineWhoseLexiconIsMissing) {
  const std::string mistake =
      mistake_in(replaced(kSmallForm, R"("paths": ["/lines/*/what"])", R"("paths": {"lexicon": "none"})"));
  EXPECT_THAT(mistake, testing::AllOf(testing::HasSubstr("/rules/0/paths: there is no lexicon"),
                                      testing::HasSubstr("none.json"), testing::Not(testing::HasSubstr("line 1:"))));
}

TEST(FormTemplate, NamesTheLineOfBrokenJson) {
  EXPECT_THAT(mistake_in(replaced(kSmallForm, "\"id\": \"receipt\",", "\"id\": \"receipt\"")),
              testing::StartsWith("receipt.json: line 4: not JSON"));
}

TEST(FormTemplate, NamesTheLineThatBreaksTheSchema) {
  EXPECT_THAT(mistake_in(replaced(kSmallForm, "\"amount\"", "\"money\"")),
              testing::StartsWith("receipt.json: line 7: /fields/0/type"));
}

TEST(FormTemplate, NamesTheLineOfAPathThatTheFormDoesNotHave) {
  EXPECT_THAT(mistake_in(replaced(kSmallForm, "/lines/*/what", "/lines/*/who")),
              testing::AllOf(testing::StartsWith("receipt.json: line 11"), testing::HasSubstr("/lines/*/who")));
}

TEST(FormTemplate, NamesTheLineOfAParameterThatTheKindDoesNotKnow) {
  EXPECT_THAT(mistake_in(replaced(kSmallForm, "\"max\"", "\"most\"")),
              testing::StartsWith("receipt.json: line 12: /rules/0/most: the kind range has no parameter \"most\""));
}

TEST(FormTemplate, NamesTheLineOfAMessageThatNamesWhatTheKindDoesNotSupply) {
  EXPECT_THAT(mistake_in(replaced(kSmallForm, "\"large\"", "\"{amount} is large\"")),
              testing::StartsWith("receipt.json: line 12: /rules/0/message/en: the kind range has no {amount}"));
}

TEST(FormTemplate, NamesTheLineOfAColumnThatTheRowsDoNotHave) {
  EXPECT_THAT(mistake_in(replaced(kSmallForm, "\"max\": 0.01", "\"max\": 0.01, \"when\": {\"unit\": [\"%\"]}")),
              testing::StartsWith("receipt.json: line 12: /rules/0/when/unit: /lines has no column \"unit\""));
}

TEST(FormTemplate, NamesTheLineOfARuleThatAnotherRefersToInVain) {
  const std::string unsplit = replaced(kSmallForm, "\"kind\": \"range\"", "\"kind\": \"unsplit\", \"of\": \"shifted\"");
  EXPECT_THAT(mistake_in(replaced(replaced(unsplit, ", \"paths\": [\"/lines/*/what\"]", ""), "\"max\": 0.01, ", "")),
              testing::StartsWith("receipt.json: line 11: /rules/0/of: no rule \"shifted\""));
}

TEST(FormTemplate, RefusesAPathThatStandsTwice) {
  EXPECT_THAT(mistake_in(replaced(kSmallForm, "\"/paid\"", "\"/lines\"")), testing::HasSubstr("stands twice"));
}

}  // namespace
}  // namespace shenbao::extract
