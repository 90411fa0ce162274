#include "extract/fill/find_rows.h"

#include <gmock/gmock.h>

#include "support/indicator_page.h"

namespace shenbao::extract {
namespace {

using test::indicator_page;
using test::page_text;
using test::PageGrid;
using test::project_form;
using testing::ElementsAre;

constexpr std::size_t kLevel1 = 0, kLevel3 = 2, kOperator = 3, kValue = 4, kUnit = 5;

std::vector<FoundRows> rows_on(const Sheet& sheet) {
  const auto headers = find_headers(sheet, project_form());
  std::vector<bool> taken(sheet.cells.size(), false);
  for (const RowsHeader& header : headers) {
    for (const std::size_t cell : header.cells) taken[cell] = true;
  }
  return find_rows(sheet, project_form(), headers, find_labels(sheet, project_form(), taken));
}

std::vector<std::string> column_of(const Sheet& sheet, const FoundRows& found, std::size_t column) {
  std::vector<std::string> texts;
  for (const PrintedRow& row : found.rows) texts.push_back(test::text_at(sheet, row.cells[column]));
  return texts;
}

TEST(FindHeaders, GivesEachColumnTheStretchOfItsHeader) {
  const std::vector<PageText> pages = {page_text(indicator_page())};

  const auto headers = find_headers(test::sheet_of(pages), project_form());

  ASSERT_EQ(headers.size(), 1u);
  EXPECT_EQ(project_form().fields[headers[0].field].path, "/indicators");
  EXPECT_EQ(headers[0].first_row, 0);
  EXPECT_EQ(headers[0].end_row, 1);
  EXPECT_EQ(headers[0].cells.size(), 7u);
  EXPECT_EQ(headers[0].doubt, 0.0);
  ASSERT_TRUE(headers[0].columns[kLevel3]);
  EXPECT_NEAR(headers[0].columns[kLevel3]->left, 0.33, 1e-6);
  EXPECT_NEAR(headers[0].columns[kLevel3]->right, 0.57, 1e-6);
  EXPECT_FALSE(headers[0].groups[0]);
}

TEST(FindHeaders, PlacesACellThatNobodyCouldReadBetweenItsNeighbours) {
  PageGrid grid = indicator_page();
  grid.rows[0] = "绩效指标|一级指标|二级指标|垦|运算符号|内容|度量单位|计划完成时限";
  const std::vector<PageText> pages = {page_text(grid)};

  const auto headers = find_headers(test::sheet_of(pages), project_form());

  ASSERT_EQ(headers.size(), 1u);
  ASSERT_TRUE(headers[0].columns[kLevel3]);
  EXPECT_NEAR(headers[0].columns[kLevel3]->left, 0.33, 1e-6);
  EXPECT_NEAR(headers[0].doubt, 1.0 / 7, 1e-6);
}

TEST(FindHeaders, TakesBlankCellsForTheHeadersBetweenThoseThatStand) {
  PageGrid grid = indicator_page();
  grid.rows[0] = "绩效指标|一级指标|二级指标|三级指标| | | |计划完成时限";
  const std::vector<PageText> pages = {page_text(grid)};

  const auto headers = find_headers(test::sheet_of(pages), project_form());

  ASSERT_EQ(headers.size(), 1u);
  EXPECT_FALSE(headers[0].groups[0]);
  ASSERT_TRUE(headers[0].columns[kOperator]);
  ASSERT_TRUE(headers[0].columns[kUnit]);
  EXPECT_NEAR(headers[0].columns[kOperator]->left, 0.57, 1e-6);
  EXPECT_NEAR(headers[0].columns[kUnit]->right, 0.86, 1e-6);
}

TEST(FindHeaders, ReadsTheColumnsOfAGroupBelowItsHeader) {
  PageGrid grid = indicator_page();
  grid.rows[0] = "绩效指标|一级指标|二级指标|三级指标|指标值|<|<|计划完成时限";
  grid.rows.insert(grid.rows.begin() + 1, "^|^|^|^|运算符号|内容|度量单位|^");
  const std::vector<PageText> pages = {page_text(grid)};

  const auto headers = find_headers(test::sheet_of(pages), project_form());

  ASSERT_EQ(headers.size(), 1u);
  EXPECT_EQ(headers[0].end_row, 2);
  ASSERT_TRUE(headers[0].groups[0]);
  EXPECT_NEAR(headers[0].groups[0]->left, 0.57, 1e-6);
  EXPECT_NEAR(headers[0].groups[0]->right, 0.86, 1e-6);
  ASSERT_TRUE(headers[0].columns[kUnit]);
  EXPECT_NEAR(headers[0].columns[kUnit]->left, 0.76, 1e-6);
}

TEST(FindHeaders, FindsNoneInARowOfValues) {
  PageGrid grid = indicator_page();
  grid.rows.erase(grid.rows.begin());
  grid.rows[0][0] = ' ';
  const std::vector<PageText> pages = {page_text(grid)};
  EXPECT_TRUE(find_headers(test::sheet_of(pages), project_form()).empty());
}

TEST(SpanOf, IsTheGroupsWhereAColumnHasNoHeaderOfItsOwn) {
  RowsHeader header;
  header.columns.resize(7);
  header.groups = {Span{0.5, 0.8}};
  header.columns[kValue] = Span{0.6, 0.7};
  const FieldSpec& field = test::indicators_of(project_form());

  EXPECT_EQ(span_of(header, field, kValue)->left, 0.6);
  EXPECT_EQ(span_of(header, field, kUnit)->left, 0.5);
  EXPECT_FALSE(span_of(header, field, kLevel1));
}

TEST(FindRows, GivesEachRowItsCellsByColumn) {
  const std::vector<PageText> pages = {page_text(indicator_page())};
  const Sheet sheet = test::sheet_of(pages);

  const auto found = rows_on(sheet);

  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(column_of(sheet, found[0], kLevel1), ElementsAre("产出指标", "产出指标", "产出指标", "效益指标"));
  EXPECT_THAT(column_of(sheet, found[0], kValue), ElementsAre("12.5", "6", "100", "效果明显"));
  for (const PrintedRow& row : found[0].rows) EXPECT_THAT(row.doubtful, testing::Each(false));
}

TEST(FindRows, EndsAtTheRowOfSignatures) {
  PageGrid grid = indicator_page();
  grid.rows.push_back("部门申报意见|部门意见：签字（公章）：|<|<|财政审核意见：签字（公章）：|<|<|<");
  const std::vector<PageText> pages = {page_text(grid)};
  EXPECT_EQ(rows_on(test::sheet_of(pages)).at(0).rows.size(), 4u);
}

TEST(FindRows, GoesOnOverThePageWhereColumnsStandAsBefore) {
  const PageGrid more = {
      2, {}, indicator_page().widths, {" |满意度指标|服务对象满意度指标|农户满意度|≥|95|%|2023年12月"}};
  const std::vector<PageText> pages = {page_text(indicator_page()), page_text(more)};
  const Sheet sheet = test::sheet_of(pages);

  const auto found = rows_on(sheet);

  ASSERT_EQ(found.at(0).rows.size(), 5u);
  EXPECT_EQ(found[0].rows[4].table, 1);
  EXPECT_EQ(test::text_at(sheet, found[0].rows[4].cells[kOperator]), "≥");
}

TEST(FindRows, KeepsTheHeadersOrderWhereTheNextPageDrawsOtherWidths) {
  const PageGrid more = {
      2, {}, {4, 8, 10, 38, 12, 14, 6, 8}, {" |满意度指标|服务对象满意度指标|农户满意度|≥|95|%|2023年12月"}};
  const std::vector<PageText> pages = {page_text(indicator_page()), page_text(more)};
  const Sheet sheet = test::sheet_of(pages);

  const auto found = rows_on(sheet);

  ASSERT_EQ(found.at(0).rows.size(), 5u);
  ASSERT_EQ(found[0].continued.count(1), 1u);
  EXPECT_EQ(test::text_at(sheet, found[0].rows[4].cells[kLevel3]), "农户满意度");
  EXPECT_EQ(test::text_at(sheet, found[0].rows[4].cells[kUnit]), "%");
}

TEST(FindRows, DoubtsACellThatCoversAnotherColumnToo) {
  PageGrid grid = indicator_page();
  grid.rows[2] = "^|^|^|维修泵站数量|<|6|座|2023年11月";  // the operator's cell is lost in the name's
  const std::vector<PageText> pages = {page_text(grid)};

  const auto found = rows_on(test::sheet_of(pages));

  ASSERT_EQ(found.at(0).rows.size(), 4u);
  EXPECT_THAT(found[0].rows[1].doubtful, ElementsAre(false, false, true, true, false, false, false));
  EXPECT_THAT(found[0].rows[0].doubtful, testing::Each(false));
}

TEST(FindRows, LeavesOutARowWithoutInk) {
  PageGrid grid = indicator_page();
  grid.rows[2] = "^|^|^| | | | | ";
  const std::vector<PageText> pages = {page_text(grid)};
  EXPECT_EQ(rows_on(test::sheet_of(pages)).at(0).rows.size(), 3u);
}

}  // namespace
}  // namespace shenbao::extract
