#include "extract/form/value_path.h"

#include <gtest/gtest.h>

namespace shenbao::extract {
namespace {

TEST(ValuePath, GoesDownByKeyAndRow) {
  EXPECT_EQ((ValuePath("/indicators") / 3 / "unit").text(), "/indicators/3/unit");
  EXPECT_EQ((ValuePath() / "title").text(), "/title");
}

TEST(ValuePath, GoesUpToTheFormAndNoFurther) {
  const ValuePath unit = "/indicators/3/unit";
  EXPECT_EQ(unit.parent(), "/indicators/3");
  EXPECT_EQ(unit.parent().parent().parent(), "");
  EXPECT_EQ(ValuePath().parent(), "");
}

TEST(ValuePath, NamesItsLastStep) {
  EXPECT_EQ(ValuePath("/indicators/3/unit").key(), "unit");
  EXPECT_EQ(ValuePath("/indicators/3/unit").row(), std::nullopt);
  EXPECT_EQ(ValuePath("/indicators/3").row(), 3);
  EXPECT_EQ(ValuePath().key(), "");
  EXPECT_EQ(ValuePath().row(), std::nullopt);
}

TEST(ValuePath, StandsWithinItselfAndWhatIsAbove) {
  const ValuePath path = "/tasks/1/budget";
  EXPECT_TRUE(path.is_within("/tasks/1/budget"));
  EXPECT_TRUE(path.is_within("/tasks"));
  EXPECT_TRUE(path.is_within(""));
  EXPECT_FALSE(path.is_within("/tas"));
  EXPECT_FALSE(path.is_within("/tasks/1/budget/total"));
}

TEST(ValuePath, TakesWholeNumbersForRows) {
  EXPECT_EQ(ValuePath("/tasks/0").row(), 0);
  EXPECT_EQ(ValuePath("/tasks/17").row(), 17);
  for (const char* none : {"/tasks/-1", "/tasks/1a", "/tasks/", "/tasks/99999999999"}) {
    EXPECT_EQ(ValuePath(none).row(), std::nullopt) << none;
  }
}

}  // namespace
}  // namespace shenbao::extract
