#include "extract/fill/below_seals.h"

#include <gtest/gtest.h>

#include "support/equality.h"

namespace shenbao::extract {
namespace {

constexpr int page_no = 2;

/// A page with a round seal of 300 pixels around (500, 500).
std::vector<PageText> page_with_seal(bool hides_print) {
  PageText page;
  page.page_no = page_no;
  page.seals.push_back({layout::to_quad({350, 350, 650, 650}), layout::SealColour::unknown, hides_print});
  return {page};
}

std::vector<Form> form_at(const layout::Box& place) {
  Field field;
  field.path = "/income/total";
  field.value = std::string("845.44");
  field.source = Provenance{page_no, layout::to_quad(place), "845.44", 0.99};
  Form form;
  form.fields.push_back(field);
  return {form};
}

Status status_below(bool hides_print, const layout::Box& place) {
  return status_of(mark_below_seals(page_with_seal(hides_print), form_at(place))[0].fields[0]);
}

TEST(MarkBelowSeals, SendsToReviewWhatASealHides) {
  EXPECT_EQ(status_below(true, {400, 480, 600, 520}), Status::review);
  EXPECT_EQ(status_below(true, {640, 480, 900, 520}), Status::review);
  EXPECT_EQ(status_below(true, {0, 0, 2000, 2000}), Status::review);
}

TEST(MarkBelowSeals, LeavesWhatLiesBesideTheSealAsItIs) {
  EXPECT_EQ(status_below(true, {660, 480, 900, 520}), Status::accepted);
  EXPECT_EQ(status_below(true, {610, 610, 900, 640}), Status::accepted);  // its box's corner
}

TEST(MarkBelowSeals, LeavesWhatASealLiesOnThatWasTakenOut) {
  EXPECT_EQ(status_below(false, {400, 480, 600, 520}), Status::accepted);
}

TEST(MarkBelowSeals, LeavesOtherPagesAndBlanksAsTheyAre) {
  auto pages = page_with_seal(true);
  pages[0].page_no = page_no + 1;
  EXPECT_EQ(status_of(mark_below_seals(pages, form_at({400, 480, 600, 520}))[0].fields[0]), Status::accepted);

  auto forms = form_at({400, 480, 600, 520});
  forms[0].fields[0].source.reset();
  forms[0].fields[0].value.reset();
  EXPECT_EQ(mark_below_seals(page_with_seal(true), forms), forms);
}

}  // namespace
}  // namespace shenbao::extract
