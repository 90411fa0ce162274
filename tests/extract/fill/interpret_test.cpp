#include "extract/fill/interpret.h"

#include <gtest/gtest.h>

namespace shenbao::extract {
namespace {

constexpr double kReviewBelow = 0.8;

/// A place whose readings are these, the first of them the one taken, with that confidence.
Printed printed(const std::vector<std::string>& texts, double confidence) {
  Reading reading;
  reading.text = texts.front();
  reading.has_ink = true;
  reading.confidence = confidence;
  for (const std::string& text : texts) reading.candidates.push_back(text);
  return printed_in(reading, 1, {});
}

Field start_of(const std::vector<std::string>& texts, double confidence) {
  return interpret_range("/period", printed(texts, confidence),
                         {FieldType::month_range, nullptr, nullptr, kReviewBelow})
      .at(0);
}

TEST(Interpret, MonthsThatTwoReadingsGiveAreSureWhateverTheDash) {
  const Field field = start_of({"2024年12月-2025年1月", "2024年12月—2025年1月"}, 0.2);
  EXPECT_EQ(field.value, Value(Month{2024, 12}));
  EXPECT_EQ(status_of(field), Status::accepted);
  EXPECT_EQ(field.source->confidence, 0.2);
  EXPECT_EQ(field.source->raw, "2024年12月-2025年1月");
}

TEST(Interpret, MonthsThatOneReadingGivesAreAsSureAsItIs) {
  EXPECT_EQ(status_of(start_of({"2024年12月-2025年1月"}, 0.2)), Status::review);
  EXPECT_EQ(status_of(start_of({"2024年12月-2025年1月", "2024年！月"}, 0.2)), Status::review);
}

TEST(Interpret, MonthsThatReadingsGiveDifferentlyStayInReview) {
  const Field field = start_of({"2024年12月-2025年1月", "2024年12月—2025年1月", "2024年11月—2025年1月"}, 0.2);
  EXPECT_EQ(status_of(field), Status::review);
  EXPECT_EQ(field.source->confidence, 0.2);
}

/// What a unit's cell says, of a form that knows the units 元/人/月 and 元/平方米.
Field unit_of(const std::string& text) {
  static const Vocabulary units{"units", {"元/人/月", "元/平方米"}};
  return interpret("/unit", printed({text}, 0.99), {FieldType::unit, &units, nullptr, kReviewBelow});
}

TEST(Interpret, AUnitIsWrittenWithTheSignsThatArePrinted) {
  EXPECT_EQ(unit_of("元/人·月").value, Value(std::string("元/人·月")));
  EXPECT_EQ(unit_of("元 人/月").value, Value(std::string("元/人/月")));
}

TEST(Interpret, AUnitDividedOnceMoreIsAWordOfItsOwn) {
  const Field field = unit_of("元/平方米/年");
  EXPECT_EQ(field.value, Value(std::string("元/平方米/年")));
  EXPECT_EQ(status_of(field), Status::accepted);
}

TEST(Interpret, AUnitThatLostItsStrokeIsForReview) {
  EXPECT_EQ(status_of(unit_of("元批次")), Status::review);
  EXPECT_EQ(status_of(unit_of("元/批次")), Status::accepted);
  EXPECT_EQ(status_of(unit_of("批次")), Status::accepted);
}

Field name_of(const std::vector<std::string>& texts) {
  return interpret("/title", printed(texts, 0.99), {FieldType::name, nullptr, nullptr, kReviewBelow});
}

TEST(Interpret, ANameThatLacksABracketIsForReview) {
  EXPECT_EQ(status_of(name_of({"项目（政策）目标申报表"})), Status::accepted);
  const Field lacking = name_of({"项目政策）目标申报表"});
  EXPECT_EQ(status_of(lacking), Status::review);
  EXPECT_EQ(lacking.value, Value(std::string("项目政策）目标申报表")));
  const Field told = name_of({"项目政策）目标申报表", "项目（改策）目标申报表", "项目（政策）目标申报表"});
  EXPECT_EQ(status_of(told), Status::review);
  EXPECT_EQ(told.value, Value(std::string("项目（政策）目标申报表")));
}

TEST(Interpret, ALevelThatTheFormDoesNotHaveIsForReview) {
  static const Vocabulary levels{"level2", {"数量指标", "服务对象满意度指标"}};
  const Field field = interpret("/level2", printed({"指标"}, 1.0), {FieldType::term, &levels, nullptr, kReviewBelow});
  EXPECT_EQ(field.value, Value(std::string("指标")));
  EXPECT_EQ(status_of(field), Status::review);
}

}  // namespace
}  // namespace shenbao::extract
