#include "extract/fill/find_labels.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "support/indicator_page.h"

namespace shenbao::extract {
namespace {

using test::page_text;
using test::project_form;

const std::vector<int> kFour = {25, 25, 25, 25};

std::vector<PlacedLabel> labels_on(const Sheet& sheet) {
  return find_labels(sheet, project_form(), std::vector<bool>(sheet.cells.size(), false));
}

/// The label of a field; nothing where it was not found.
std::optional<PlacedLabel> label_of(const std::vector<PlacedLabel>& labels, const std::string& path) {
  for (const PlacedLabel& label : labels) {
    if (label.kind == LabelKind::field && project_form().fields[label.spec].path == path) return label;
  }
  return std::nullopt;
}

TEST(FindLabels, FindsALabelThatFillsItsCell) {
  const std::vector<PageText> pages = {page_text({1, {}, kFour, {"主管部门|甲县水务局|实施单位|水务局本级"}})};
  const Sheet sheet = test::sheet_of(pages);

  const auto labels = labels_on(sheet);

  ASSERT_EQ(labels.size(), 2u);
  const auto label = label_of(labels, "/department");
  ASSERT_TRUE(label);
  EXPECT_EQ(label->cell, 0u);
  EXPECT_EQ(label->doubt, 0.0);
  EXPECT_EQ(label->behind, "");
  EXPECT_TRUE(is_sure(*label));
  EXPECT_EQ(label_of(labels, "/implementing_unit")->cell, 2u);
}

TEST(FindLabels, TakesWhatStandsBehindTheColonOfALineForTheValue) {
  const std::vector<PageText> pages = {page_text({1, {"申报单位：甲县水务局"}, {}, {}})};

  const auto label = label_of(labels_on(test::sheet_of(pages)), "/reporting_unit");

  ASSERT_TRUE(label);
  EXPECT_EQ(label->line, 0u);
  EXPECT_FALSE(label->cell);
  EXPECT_EQ(label->behind, "甲县水务局");
}

TEST(FindLabels, EndsAValueWhereTheNextLabelBegins) {
  const std::vector<PageText> pages = {page_text({1, {"申报单位：甲县水务局　单位：万元"}, {}, {}})};
  EXPECT_EQ(label_of(labels_on(test::sheet_of(pages)), "/reporting_unit")->behind, "甲县水务局");
}

TEST(FindLabels, FindsALabelOverAMisreadCharacter) {
  const std::vector<PageText> pages = {page_text({1, {}, kFour, {"年度预算贷金总额|86.50| | "}})};

  const auto label = label_of(labels_on(test::sheet_of(pages)), "/budget/total");

  ASSERT_TRUE(label);
  EXPECT_GT(label->doubt, 0.0);
  EXPECT_LE(label->doubt, 0.125);  // one character of eight
}

TEST(FindLabels, LeavesOutCellsThatAreKnownToBeSomethingElse) {
  const std::vector<PageText> pages = {page_text({1, {}, kFour, {"主管部门|甲县水务局| | "}})};
  const Sheet sheet = test::sheet_of(pages);
  std::vector<bool> taken(sheet.cells.size(), false);
  taken[0] = true;

  EXPECT_TRUE(find_labels(sheet, project_form(), taken).empty());
}

TEST(FindLabels, TellsLabelsOfBlocksAndThoseWithoutAValue) {
  const std::vector<PageText> pages = {
      page_text({1, {}, kFour, {"预算资金情况（万元）|年度预算资金总额|86.50| ", "财政审核意见| | | "}})};

  const auto labels = labels_on(test::sheet_of(pages));

  const auto count = [&](LabelKind kind) {
    return std::count_if(labels.begin(), labels.end(), [&](const PlacedLabel& label) { return label.kind == kind; });
  };
  EXPECT_EQ(count(LabelKind::block), 1);
  EXPECT_EQ(count(LabelKind::field), 1);
  EXPECT_EQ(count(LabelKind::fixed), 1);
}

TEST(FindLabels, GivesACellBetweenTwoLabelsToTheOneThatNobodyCouldRead) {
  const FormTemplate& form = project_form();
  FormTemplate block = form;  // three items of one block, one below the other
  block.fields.clear();
  for (const char* name : {"财政拨款收入", "提前告知资金", "其他收入合计"}) {
    FieldSpec field;
    field.path = "/" + std::string(name);
    field.labels = {name};
    field.block = "budget";
    field.places = {Place::right};
    block.fields.push_back(field);
  }
  const std::vector<PageText> pages = {
      page_text({1, {}, {50, 50}, {"财政拨款收入|1", "墨迹难辨几字|2", "其他收入合计|3"}})};
  const Sheet sheet = test::sheet_of(pages);

  const auto labels = find_labels(sheet, block, std::vector<bool>(sheet.cells.size(), false));

  ASSERT_EQ(labels.size(), 3u);
  EXPECT_EQ(labels[1].spec, 1u);
  EXPECT_EQ(labels[1].cell, 2u);
  EXPECT_EQ(labels[1].doubt, 1.0);
  EXPECT_FALSE(is_sure(labels[1]));
}

}  // namespace
}  // namespace shenbao::extract
