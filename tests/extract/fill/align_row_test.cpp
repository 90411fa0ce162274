#include "extract/fill/align_row.h"

#include <gmock/gmock.h>

#include "support/indicator_page.h"

namespace shenbao::extract {
namespace {

using test::indicator_page;
using test::indicators_of;
using test::PageGrid;
using test::project_form;
using testing::Each;
using testing::ElementsAre;

struct Aligned {
  std::vector<std::string> texts;  ///< by column
  std::vector<std::optional<Doubt>> repair;
  std::vector<std::string> parts;
};

/// The second row of the indicators, printed as `row`.
Aligned align(const std::string& row) {
  PageGrid grid = indicator_page();
  grid.rows[2] = row;
  const std::vector<PageText> pages = {test::page_text(grid)};
  const Sheet sheet = test::sheet_of(pages);
  const auto headers = find_headers(sheet, project_form());
  const auto found = find_rows(sheet, project_form(), headers, {});
  const AlignedRow aligned =
      align_row(sheet, project_form(), indicators_of(project_form()), headers.at(0), found.at(0).rows.at(1));
  Aligned result{{}, aligned.repair, aligned.parts};
  for (const auto& cell : aligned.row.cells) result.texts.push_back(test::text_at(sheet, cell));
  return result;
}

const std::optional<Doubt> kAsPrinted;
constexpr std::optional<Doubt> kMoved = Doubt::moved, kSplit = Doubt::split;

TEST(AlignRow, LeavesARowThatFitsItsColumns) {
  const Aligned row = align("^|^|^|维修泵站数量|=|6|座|2023年11月");
  EXPECT_THAT(row.texts, ElementsAre("产出指标", "数量指标", "维修泵站数量", "=", "6", "座", "2023年11月"));
  EXPECT_THAT(row.repair, Each(kAsPrinted));
}

TEST(AlignRow, LeavesOneWrongValueWhereItStands) {
  const Aligned row = align("^|^|^|维修泵站数量|六|6|座|2023年11月");
  EXPECT_EQ(row.texts[3], "六");
  EXPECT_THAT(row.repair, Each(kAsPrinted));
}

TEST(AlignRow, LeavesAMisreadMonthThatCouldBeAUnit) {
  const Aligned row = align("^|^|^|维修泵站数量|=|6座| |02年6月");
  EXPECT_EQ(row.texts[6], "02年6月");
  EXPECT_THAT(row.repair, Each(kAsPrinted));
}

TEST(AlignRow, MovesAValueWhoseOwnColumnIsBlankBesideIt) {
  const Aligned row = align("^|^|^|维修泵站数量|6| |座|2023年11月");
  EXPECT_THAT(row.texts, ElementsAre("产出指标", "数量指标", "维修泵站数量", "-", "6", "座", "2023年11月"));
  EXPECT_THAT(row.repair, ElementsAre(kAsPrinted, kAsPrinted, kAsPrinted, kAsPrinted, kMoved, kAsPrinted, kAsPrinted));
}

TEST(AlignRow, MovesBackWhatALostCellHasMovedToTheLeft) {
  const Aligned row = align("^|^|^|=|6|座|2023年11月| ");
  EXPECT_THAT(row.texts, ElementsAre("产出指标", "数量指标", "-", "=", "6", "座", "2023年11月"));
  EXPECT_THAT(row.repair, ElementsAre(kAsPrinted, kAsPrinted, kAsPrinted, kMoved, kMoved, kMoved, kMoved));
}

TEST(AlignRow, TakesApartACellThatHoldsTheRowsOtherValues) {
  const Aligned row = align("^|^|^|维修泵站数量| | | |≥ 6 座 2023年11月");
  EXPECT_THAT(row.parts, ElementsAre("", "", "", "≥", "6", "座", "2023年11月"));
  EXPECT_THAT(row.repair, ElementsAre(kAsPrinted, kAsPrinted, kAsPrinted, kSplit, kSplit, kSplit, kSplit));
}

TEST(AlignRow, LeavesOneCellForOperatorTargetAndUnitAlone) {
  const Aligned row = align("^|^|^|维修泵站数量|≥6座|<|<|2023年11月");
  EXPECT_THAT(row.repair, Each(kAsPrinted));
}

}  // namespace
}  // namespace shenbao::extract
