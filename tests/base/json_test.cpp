#include "base/json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace shenbao {
namespace {

using testing::ElementsAre;

/// What the parser says against `text`; "" where it takes it.
std::string refusal(const std::string& text) {
  try {
    parse_json(text, "out/a.json");
    return "";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::unreadable);
    EXPECT_EQ(error.file(), "out/a.json");
    return error.what();
  }
}

std::string nested(int depth) { return std::string(depth, '[') + std::string(depth, ']'); }

TEST(ParseJson, KeepsTheSpellingOfNumbers) {
  const std::string text = "[845.40, 40, -0.10, 12345678901234567.89, 98765432109876543210, 1e3, -7]\n";
  const Json json = parse_json(text, "a.json");

  EXPECT_EQ(spelling(json[0]), "845.40");
  EXPECT_EQ(spelling(json[1]), "40");
  EXPECT_EQ(json[1], 40);
  EXPECT_EQ(print_json(json), text);
}

TEST(ParseJson, TellsANumberFromTextOfTheSameSpelling) {
  const Json json = parse_json("[100, \"100\", 1.0, \"1.0\"]", "a.json");

  EXPECT_TRUE(is_number(json[0]) && is_number(json[2]));
  EXPECT_TRUE(json[1].is_string() && json[3].is_string());
}

TEST(ParseJson, KeepsTheOrderOfMembers) {
  const std::string text = "{\"z\": 1, \"a\": {\"b\": null}, \"m\": true}\n";

  EXPECT_EQ(print_json(parse_json(text, "a.json")), text);
  EXPECT_NE(parse_json("{\"a\": 1, \"b\": 2}", "a.json"), parse_json("{\"b\": 2, \"a\": 1}", "a.json"));
}

TEST(ParseJson, SkipsAByteOrderMark) { EXPECT_EQ(parse_json("\xEF\xBB\xBF[1]", "a.json"), Json({1})); }

TEST(ParseJson, NamesFileAndLineOfAMistake) {
  EXPECT_EQ(refusal("{\n  \"a\": 1,\n  \"b\" 2\n}"),
            "out/a.json: line 3: not JSON: syntax error while parsing object separator - unexpected number literal; "
            "expected ':'");
  EXPECT_EQ(refusal("[\n1,\n2\n"),
            "out/a.json: line 3: not JSON: syntax error while parsing array - unexpected end of input; expected ']'");
  EXPECT_EQ(refusal("[\n\"a\nb\"]"),
            "out/a.json: line 2: not JSON: syntax error while parsing value - invalid string: control character U+000A "
            "(LF) must be escaped to \\u000A or \\n");
}

TEST(ParseJson, RefusesTextThatIsNotUtf8WithoutRepeatingIt) {
  EXPECT_EQ(refusal("[\n\"a\xFF\"]"),
            "out/a.json: line 2: not JSON: syntax error while parsing value - invalid string: ill-formed UTF-8 byte");
  EXPECT_NE(refusal("[\"\\ud800\"]"), "");
}

TEST(ParseJson, RefusesAMemberThatStandsTwice) {
  EXPECT_EQ(refusal("{\n  \"a\": 1,\n  \"b\": {\"a\": 2},\n  \"a\": 3}"),
            "out/a.json: line 4: the member \"a\" stands twice");
}

TEST(ParseJson, RefusesWhatIsNoNumber) {
  for (const char* text : {"[\nNaN]", "[\nInfinity]", "[\n-Infinity]", "[\n1e999]", "[\n01]", "[\n1.]"}) {
    EXPECT_EQ(refusal(text).rfind("out/a.json: line 2: not JSON: ", 0), 0u) << text << " " << refusal(text);
  }
}

TEST(ParseJson, RefusesAZeroByteAndWhatStandsBehindIt) {
  EXPECT_EQ(refusal(std::string("[1]\n\0[2]", 8)), "out/a.json: line 2: not JSON: a zero byte");
}

TEST(ParseJson, RefusesWhatIsNotOneValue) {
  for (const char* text : {"", "{", "[1] 2", "[1,]", "// [1]\n1", "\xEF\xBB[1]"}) EXPECT_NE(refusal(text), "") << text;
}

TEST(ParseJson, RefusesNestingOverSixtyFourLevels) {
  EXPECT_EQ(refusal(nested(64)), "");
  EXPECT_EQ(refusal("\n" + nested(65)), "out/a.json: line 2: nested deeper than 64 levels");
  EXPECT_EQ(refusal(std::string(1'000'000, '[')), "out/a.json: line 1: nested deeper than 64 levels");
}

TEST(JsonText, RefusesAValueWithItsLineOrThatOfTheNearestAroundIt) {
  const JsonText source{"{\n\"a\":\n[1,\n2\n,\n{\"b/c\":\ntrue}], \"ab\":\n\"x\"}", "a.json", ErrorCode::definition};
  const std::pair<const char*, const char*> places[] = {
      {"", "a.json: line 1: no"},
      {"/a", "a.json: line 3: /a: no"},
      {"/a/0", "a.json: line 3: /a/0: no"},
      {"/a/1", "a.json: line 4: /a/1: no"},
      {"/a/2/b~1c", "a.json: line 7: /a/2/b~1c: no"},
      {"/ab", "a.json: line 8: /ab: no"},
      {"/a/2/d/0", "a.json: line 6: /a/2/d/0: no"},
      {"/c", "a.json: line 1: /c: no"},
  };
  for (const auto& [pointer, message] : places) {
    try {
      source.refuse(pointer, "no");
    } catch (const Error& error) {
      EXPECT_STREQ(error.what(), message);
      EXPECT_EQ(error.code(), ErrorCode::definition);
    }
  }
}

TEST(PrintJson, BreaksOnlyWhatDoesNotFitOnALine) {
  Json row = Json::array();
  for (int i = 0; i < 20; ++i) row.push_back("abcdefgh");

  const std::string text = print_json({{"short", Json::array({1})}, {"long", row}, {"none", Json::object()}});

  EXPECT_EQ(text.substr(0, 52), "{\n  \"short\": [1],\n  \"long\": [\n    \"abcdefgh\",\n    \"a");
  EXPECT_EQ(text.substr(text.size() - 35), "    \"abcdefgh\"\n  ],\n  \"none\": {}\n}\n");
}

TEST(PrintJson, ReadsBackAsItWas) {
  for (const Json& json :
       {Json(), Json(true), Json(-3), decimal("845.40"), decimal(300.0, 1), decimal("98765432109876543210"),
        Json("朝阳县\n\"司法局\"\t\x01\\/"), Json(Json::array({Json::object(), Json::array(), "", {{"a", {1, 2}}}})),
        Json{{"z", decimal("0.10")}, {"a", std::string(200, 'x')}, {"~/", nullptr}}}) {
    EXPECT_EQ(parse_json(print_json(json), "printed"), json) << print_json(json);
  }
}

TEST(PrintJson, ReplacesBytesThatAreNotText) {
  EXPECT_EQ(print_json("a\xFF b"), "\"a\xEF\xBF\xBD b\"\n");
  EXPECT_EQ(print_json("朝阳县\n\"司法局\""), "\"朝阳县\\n\\\"司法局\\\"\"\n");
}

TEST(PrintJson, RefusesABinaryFraction) { EXPECT_THROW(print_json(0.5), std::invalid_argument); }

TEST(Decimal, DropsTrailingZerosOfARoundedFraction) {
  EXPECT_EQ(spelling(decimal(0.98, 3)), "0.98");
  EXPECT_EQ(spelling(decimal(1.0, 3)), "1");
  EXPECT_EQ(spelling(decimal(-0.0004, 3)), "0");
  EXPECT_EQ(spelling(decimal(40.0, 0)), "40");
}

TEST(MemberOf, ReadsWhatIsAbsentAsNothing) {
  const Json json = {{"a", "x"}, {"b", {"y", 1, "z"}}, {"c", 3}};

  EXPECT_EQ(text_of(json, "a"), "x");
  EXPECT_EQ(text_of(json, "c"), "");
  EXPECT_THAT(texts_of(json, "a"), ElementsAre("x"));
  EXPECT_THAT(texts_of(json, "b"), ElementsAre("y", "z"));
  EXPECT_THAT(texts_of(json, "d"), ElementsAre());
  EXPECT_EQ(member_of(json, "c"), 3);
  EXPECT_TRUE(member_of(Json(7), "c").is_null());
}

}  // namespace
}  // namespace shenbao
