#include "extract/read/unread_ink.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace shenbao::extract {
namespace {

constexpr int hanzi = 32;

/// A table of two cells side by side, with three glyphs in each, and three below it.
class FindUnreadInk : public testing::Test {
 protected:
  FindUnreadInk() {
    page.ink = cv::Mat::zeros(400, 600, CV_8UC1);
    for (const cv::Rect& cell : {left, right}) {
      cv::rectangle(page.ink, cell, 255, 3);
      for (const int y : {cell.y, cell.y + cell.height}) rule({cell.x, y}, {cell.x + cell.width, y});
      for (const int x : {cell.x, cell.x + cell.width}) rule({x, cell.y}, {x, cell.y + cell.height});
      table.cells.push_back({0, static_cast<int>(table.cells.size()), 1, 1, quad_of(cell), false});
      write({cell.x + 60, cell.y + 30});
    }
    write({100, 300});
    page_layout.tables = {table};
  }

  static layout::Quad quad_of(const cv::Rect& rect) {
    return layout::to_quad({rect.x, rect.y, rect.x + rect.width, rect.y + rect.height});
  }
  void rule(const cv::Point& begin, const cv::Point& end) {
    layout::Ruling ruling;
    ruling.trace = {{static_cast<double>(begin.x), static_cast<double>(begin.y)},
                    {static_cast<double>(end.x), static_cast<double>(end.y)}};
    page_layout.rulings.push_back(ruling);
  }
  void write(const cv::Point& at) {
    for (int i = 0; i < 3; ++i) cv::rectangle(page.ink, cv::Rect(at.x + 36 * i, at.y, 30, 30), 255, 4);
  }
  std::vector<layout::Quad> unread_but(const std::vector<layout::Quad>& read) const {
    return find_unread_ink(page, page_layout, read, hanzi);
  }

  const cv::Rect left{50, 50, 250, 100}, right{300, 50, 250, 100}, line{98, 298, 110, 36};
  layout::Page page;
  layout::TableGrid table;
  layout::PageLayout page_layout;
};

TEST_F(FindUnreadInk, IsNoneWhereEveryPlaceWasRead) {
  EXPECT_TRUE(unread_but({quad_of(left), quad_of(right), quad_of(line)}).empty());
}

TEST_F(FindUnreadInk, NamesACellWhoseTextWasLost) {
  const auto unread = unread_but({quad_of(left), quad_of(line)});
  ASSERT_EQ(unread.size(), 1u);
  const layout::Box box = layout::bounding_box(unread.front());
  EXPECT_NEAR(box.left, 360, 6);
  EXPECT_NEAR(box.right, 462, 6);
  EXPECT_NEAR(box.top, 80, 6);
  EXPECT_NEAR(box.bottom, 110, 6);
}

TEST_F(FindUnreadInk, NamesTextBesideTheTable) { EXPECT_EQ(unread_but({quad_of(left), quad_of(right)}).size(), 1u); }

TEST_F(FindUnreadInk, NamesTextInACellThatIsOpenAtTheBottom) {
  page_layout.tables.front().cells.pop_back();
  EXPECT_EQ(unread_but({quad_of(left), quad_of(line)}).size(), 1u);
}

TEST_F(FindUnreadInk, LeavesSealsRulingsSpecksAndShadows) {
  layout::Seal seal;
  seal.quad = quad_of(line);
  page.seals = {seal};
  rule({20, 200}, {580, 204});
  cv::line(page.ink, {20, 200}, {580, 204}, 255, 4);
  cv::rectangle(page.ink, cv::Rect(500, 300, 8, 8), 255, cv::FILLED);
  cv::rectangle(page.ink, cv::Rect(560, 300, 30, 60), 255, cv::FILLED);
  EXPECT_TRUE(unread_but({quad_of(left), quad_of(right)}).empty());
}

TEST_F(FindUnreadInk, IsNoneWhereNobodyKnowsHowLargeWritingIs) {
  EXPECT_TRUE(find_unread_ink(page, page_layout, {}, 0).empty());
}

}  // namespace
}  // namespace shenbao::extract
