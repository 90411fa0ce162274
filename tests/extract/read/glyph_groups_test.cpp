#include "extract/read/glyph_groups.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace shenbao::extract {
namespace {

TEST(FindGlyphGroups, CutsWhereNoInkStands) {
  cv::Mat ink = cv::Mat::zeros(60, 200, CV_8UC1);
  cv::rectangle(ink, cv::Rect(10, 10, 20, 3), 255, cv::FILLED);  // =
  cv::rectangle(ink, cv::Rect(10, 20, 20, 3), 255, cv::FILLED);
  cv::rectangle(ink, cv::Rect(40, 5, 12, 30), 255, cv::FILLED);

  const auto groups = find_glyph_groups(ink, layout::Box{5, 0, 100, 60});

  ASSERT_EQ(groups.size(), 2u);
  EXPECT_EQ(groups[0], (layout::Box{10, 10, 30, 23}));
  EXPECT_EQ(groups[1], (layout::Box{40, 5, 52, 35}));
}

TEST(FindGlyphGroups, FindsNoneWithoutInk) {
  EXPECT_TRUE(find_glyph_groups(cv::Mat::zeros(10, 10, CV_8UC1), layout::Box{0, 0, 10, 10}).empty());
}

}  // namespace
}  // namespace shenbao::extract
