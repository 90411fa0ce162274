#include <gtest/gtest.h>

#include "extract/check/rule_kinds.h"

namespace shenbao::extract {
namespace {

const char* const long_text = "推进数字化转型，完善手机定位等信息化监管手段，提高工作质量。";

PageText page_saying(int page_no, const std::string& text) {
  PageText page;
  page.page_no = page_no;
  LineText line;
  line.reading.text = text;
  line.reading.has_ink = true;
  page.lines.push_back(line);
  return page;
}

std::vector<Finding> duplicates(const std::string& first, const std::string& second) {
  return check_duplicates({page_saying(1, first), page_saying(2, second)}, {}, Language::en);
}

TEST(CheckDuplicates, ReportsAPageThatSaysTheSame) {
  const std::vector<Finding> findings = duplicates(long_text, long_text);

  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].code, "duplicate_page");
  EXPECT_EQ(findings[0].page_no, 2);
}

TEST(CheckDuplicates, LeavesPagesThatDifferInOneCharacter) {
  EXPECT_TRUE(duplicates(long_text, std::string(long_text) + "1").empty());
}

TEST(CheckDuplicates, LeavesPagesWithHardlyAWord) {
  EXPECT_TRUE(duplicates("签字（公章）：", "签字（公章）：").empty());
  EXPECT_TRUE(duplicates("", "").empty());
}

TEST(CheckDuplicates, LeavesPagesOfTwoFormsThatPrintTheFormsOwnWordsOnly) {
  std::vector<PageText> pages = {page_saying(2, long_text), page_saying(4, long_text)};
  Form first, second;
  for (Form* form : {&first, &second}) {
    PageText& page = pages[form == &first ? 0 : 1];
    page.lines[0].quad = layout::to_quad({100, 200, 900, 260});
    Label label;
    label.kind = LabelKind::fixed;
    label.page_no = page.page_no;
    label.where = page.lines[0].quad;
    form->labels = {label};
  }

  EXPECT_TRUE(check_duplicates(pages, {first, second}, Language::en).empty());

  LineText value;
  value.quad = layout::to_quad({100, 300, 900, 360});
  value.reading.text = long_text;
  for (PageText& page : pages) page.lines.push_back(value);
  EXPECT_EQ(check_duplicates(pages, {first, second}, Language::en).size(), 1u);
}

TEST(CheckPages, NamesEachDefectOfTheSheetAndNoOther) {
  const std::vector<std::pair<layout::DefectKind, std::string>> codes = {
      {layout::DefectKind::blank_page, "blank_page"},
      {layout::DefectKind::cropped_page, "cropped_page"},
      {layout::DefectKind::low_resolution, "low_resolution"},
      {layout::DefectKind::incomplete_grid, "incomplete_grid"},
      {layout::DefectKind::unreadable_page, "unreadable_page"}};
  for (const auto& [kind, code] : codes) {
    PageText page;
    page.page_no = 3;
    page.defects.push_back({kind, {}, "72"});

    const std::vector<Finding> findings = check_pages({page}, {}, Language::en);

    ASSERT_EQ(findings.size(), 1u) << code;
    EXPECT_EQ(findings[0].code, code);
    EXPECT_EQ(findings[0].page_no, 3);
  }
}

TEST(CheckPages, SaysOnceForAPageThatSomethingOnItWasNotRead) {
  Form form;
  form.pages = {1};
  PageText page = page_saying(1, long_text);
  page.unread = {layout::to_quad({10, 20, 30, 40}), layout::to_quad({10, 60, 30, 80})};

  const std::vector<Finding> findings = check_pages({page}, {form}, Language::en);

  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].code, "unread_ink");
  EXPECT_EQ(findings[0].where, page.unread.front());
}

TEST(CheckPages, HasNothingAgainstAPageOfAForm) {
  Form form;
  form.pages = {1};

  EXPECT_TRUE(check_pages({page_saying(1, long_text)}, {form}, Language::en).empty());
}

}  // namespace
}  // namespace shenbao::extract
