#include "extract/form/value_path.h"

#include <gmock/gmock.h>

namespace shenbao::extract {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

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

TEST(ValuePath, FallsIntoSteps) {
  EXPECT_THAT(ValuePath("/income/total").steps(), ElementsAre("income", "total"));
  EXPECT_THAT(ValuePath("/").steps(), ElementsAre(""));
  EXPECT_THAT(ValuePath().steps(), IsEmpty());
}

TEST(ValuePath, IsPutTogetherFromItsSteps) {
  for (const ValuePath path : {"", "/title", "/indicators/12/value", "/a~0b/c~1d/~01", "//x"}) {
    ValuePath again;
    for (const std::string& step : path.steps()) again = again / step;
    EXPECT_EQ(again, path);
  }
}

TEST(ValuePath, SpellsSlashAndTildeOfAKey) {
  const ValuePath path = ValuePath("/units") / "km/h~";
  EXPECT_EQ(path.text(), "/units/km~1h~0");
  EXPECT_EQ(path.key(), "km/h~");
  EXPECT_EQ(path.parent(), "/units");
}

TEST(ValuePath, StandsWithinItselfAndWhatIsAbove) {
  const ValuePath path = "/tasks/1/budget";
  EXPECT_TRUE(path.is_within("/tasks/1/budget"));
  EXPECT_TRUE(path.is_within("/tasks"));
  EXPECT_TRUE(path.is_within(""));
  EXPECT_FALSE(path.is_within("/tas"));
  EXPECT_FALSE(path.is_within("/tasks/1/budget/total"));
}

TEST(ValuePath, MatchesAPatternInEveryRow) {
  EXPECT_TRUE(ValuePath("/tasks/0/budget").matches("/tasks/*/budget"));
  EXPECT_TRUE(ValuePath("/tasks/12/budget").matches("/tasks/*/budget"));
  EXPECT_TRUE(ValuePath("/income/total").matches("/income/total"));
  EXPECT_FALSE(ValuePath("/tasks/0/project").matches("/tasks/*/budget"));
  EXPECT_FALSE(ValuePath("/tasks/total/budget").matches("/tasks/*/budget"));
  EXPECT_FALSE(ValuePath("/tasks/0").matches("/tasks/*/budget"));
}

TEST(RowNumber, IsAWholeNumber) {
  EXPECT_EQ(row_number("0"), 0);
  EXPECT_EQ(row_number("17"), 17);
  EXPECT_EQ(row_number("-1"), std::nullopt);
  EXPECT_EQ(row_number("1a"), std::nullopt);
  EXPECT_EQ(row_number(""), std::nullopt);
  EXPECT_EQ(row_number("99999999999"), std::nullopt);
}

}  // namespace
}  // namespace shenbao::extract
