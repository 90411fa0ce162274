#include "extract/form/form.h"

#include <gtest/gtest.h>

namespace {

using namespace shenbao::extract;

TEST(StatusOf, IsReviewWhileThereIsAnyDoubt) {
  Field field;
  EXPECT_EQ(status_of(field), Status::accepted);
  field.doubts = {Doubt::inferred_cell};
  EXPECT_EQ(status_of(field), Status::review);
}

TEST(StatusOf, IsCorrectedOnceAPersonHasPutTheValueThere) {
  Field field;
  field.doubts = {Doubt::unreadable};
  field.corrected = true;
  EXPECT_EQ(status_of(field), Status::corrected);
}

}  // namespace
