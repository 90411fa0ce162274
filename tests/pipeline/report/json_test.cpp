#include "pipeline/report/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"

namespace shenbao::pipeline {
namespace {

using testing::HasSubstr;

TEST(ParseJson, KeepsTheSpellingOfNumbers) {
  const Json json = parse_json("[845.40, 40, -0.10, 12345678901234567.89]", "a.json");

  ASSERT_EQ(json.items.size(), 4u);
  EXPECT_EQ(json.items[0].text, "845.40");
  EXPECT_EQ(json.items[3].text, "12345678901234567.89");
  EXPECT_EQ(print(json), "[845.40, 40, -0.10, 12345678901234567.89]\n");
}

TEST(ParseJson, TellsANumberFromTextOfTheSameSpelling) {
  const Json json = parse_json("[100, \"100\"]", "a.json");

  EXPECT_EQ(json.items[0].kind, Json::Kind::number);
  EXPECT_EQ(json.items[1].kind, Json::Kind::string);
}

TEST(ParseJson, KeepsTheOrderOfMembers) {
  const Json json = parse_json("{\"z\": 1, \"a\": {\"b\": null}, \"m\": true}", "a.json");

  EXPECT_EQ(json.keys, (std::vector<std::string>{"z", "a", "m"}));
  EXPECT_EQ(print(json), "{\"z\": 1, \"a\": {\"b\": null}, \"m\": true}\n");
}

TEST(ParseJson, NamesFileAndLineOfAMistake) {
  try {
    parse_json("{\n  \"a\": 1,\n  \"b\" 2\n}", "out/a.json");
    FAIL() << "a colon is missing";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::unreadable);
    EXPECT_THAT(error.what(), HasSubstr("out/a.json: line 3:"));
  }
}

TEST(ParseJson, RefusesWhatIsNotOneValue) {
  for (const char* text : {"", "{", "[1] 2", "{\"a\": NaN}", "\"\xFF\"", "[1,]"}) {
    EXPECT_THROW(parse_json(text, "a.json"), Error) << text;
  }
}

TEST(ParseJson, RefusesNestingThatWouldExhaustTheStack) {
  EXPECT_THROW(parse_json(std::string(1'000'000, '['), "a.json"), Error);
}

TEST(Print, BreaksOnlyWhatDoesNotFitOnALine) {
  Json row(Json::Kind::array);
  for (int i = 0; i < 20; ++i) row.add(Json::string("abcdefgh"));
  Json json(Json::Kind::object);
  json.add("short", Json(Json::Kind::array).add(Json::number(std::int64_t{1}))).add("long", row);

  const std::string text = print(json);

  EXPECT_THAT(text, HasSubstr("  \"short\": [1],\n"));
  EXPECT_THAT(text, HasSubstr("\n    \"abcdefgh\",\n"));
  EXPECT_EQ(parse_json(text, "printed"), json);
}

TEST(Print, ReplacesBytesThatAreNotText) {
  EXPECT_EQ(print(Json::string("a\xFF\xE4\xB8 b")), "\"a\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD b\"\n");
  EXPECT_EQ(print(Json::string("朝阳县\n\"司法局\"")), "\"朝阳县\\n\\\"司法局\\\"\"\n");
}

TEST(JsonNumber, DropsTrailingZerosOfARoundedFraction) {
  EXPECT_EQ(Json::number(0.98, 3).text, "0.98");
  EXPECT_EQ(Json::number(1.0, 3).text, "1");
  EXPECT_EQ(Json::number(-0.0004, 3).text, "0");
  EXPECT_EQ(Json::number(40.0, 0).text, "40");
}

}  // namespace
}  // namespace shenbao::pipeline
