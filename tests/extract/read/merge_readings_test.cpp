#include "extract/read/merge_readings.h"

#include <gtest/gtest.h>

#include <fstream>
#include <stdexcept>

#include "support/source_tree.h"
#include "support/temporary_folder.h"

namespace shenbao::extract {
namespace {

const Calibration calibration{{{0.0, 0.0}, {1.0, 1.0}}, {{0.0, 0.9}, {1.0, 1.0}}, {{0.0, 0.0}, {1.0, 0.5}},
                              {{0.0, 0.8}, {1.0, 0.8}}, {{0.0, 0.5}, {1.0, 0.1}}, 0.6};

LineCharacter character(const std::string& text, double confidence, const std::string& second = "") {
  LineCharacter made{text, confidence, {}, 0.0};
  if (!second.empty()) made.others.emplace_back(second, 1.0 - confidence);
  return made;
}

SecondOpinion tesseract(const std::string& text, std::size_t begin, std::size_t end) { return {begin, end, text}; }

/// The line with Tesseract's opinion of all its characters.
Reading merged(const LineReading& own, const std::string& text, const Calibration& by = calibration) {
  return merge_readings(own, tesseract(text, 0, own.characters.size()), by);
}

TEST(MergeReadings, AReadingThatIsConfirmedIsSure) {
  const Reading reading = merged({{character("司", 0.8), character("法", 1.0)}, 0.0}, "司法");
  EXPECT_EQ(reading.text, "司法");
  EXPECT_NEAR(reading.confidence, 0.98, 1e-9);
  EXPECT_EQ(reading.candidates.size(), 1u);
}

TEST(MergeReadings, ALineReadOnceHasItsOwnProbability) {
  const Reading reading =
      merge_readings({{character("司", 0.5), character("法", 0.5)}, 0.0}, std::nullopt, calibration);
  EXPECT_EQ(reading.text, "司法");
  EXPECT_NEAR(reading.confidence, 0.25, 1e-9);
}

TEST(MergeReadings, WhatTesseractCannotSpellIsKeptAndDoubtful) {
  const Reading reading = merged({{character("岫", 1.0), character("岩", 1.0)}, 0.0}, "册岩");
  EXPECT_EQ(reading.text, "岫岩");
  EXPECT_NEAR(reading.confidence, 0.5, 1e-9);
  ASSERT_EQ(reading.candidates.size(), 2u);
  EXPECT_EQ(reading.candidates[1], "册岩");
}

TEST(MergeReadings, AnothersCharacterIsTakenOnlyIfItIsAmongOurChoices) {
  EXPECT_EQ(merged({{character("目", 0.5, "日"), character("期", 1.0)}, 0.0}, "日期").text, "日期");
  EXPECT_EQ(merged({{character("目", 0.5, "且"), character("期", 1.0)}, 0.0}, "日期").text, "目期");
  EXPECT_EQ(merged({{character("目", 0.7, "日"), character("期", 1.0)}, 0.0}, "日期").text, "目期");
}

TEST(MergeReadings, ACharacterThatOnlyTesseractSawIsLeftOut) {
  const Reading reading = merged({{character("法", 1.0), character("库", 1.0), character("县", 1.0)}, 0.0}, "法库有具");
  EXPECT_EQ(reading.text, "法库县");
  EXPECT_LT(reading.confidence, 0.5);
}

TEST(MergeReadings, AHanziThatTheOtherDeniesMayBeARareOne) {
  Calibration trusting = calibration;
  trusting.denied = {{0.0, 0.95}, {1.0, 0.95}};
  const auto read = [&](double confidence, const std::string& other) {
    return merged({{character("疆", confidence)}, 0.0}, other, trusting);
  };
  EXPECT_EQ(read(0.96, "宛").doubts, std::vector<Doubt>{Doubt::denied_hanzi});
  EXPECT_EQ(read(0.96, "(").doubts, std::vector<Doubt>{Doubt::denied_hanzi});
  EXPECT_FALSE(reads_well(read(0.96, "宛"), 0.8));
  EXPECT_TRUE(reads_well(read(0.999, "宛"), 0.8));
  EXPECT_TRUE(reads_well(merged({{character("5", 0.96)}, 0.0}, "6", trusting), 0.8));
}

TEST(MergeReadings, ADigitOrPointThatOnlyTesseractSawGoesToReview) {
  Calibration trusting = calibration;
  trusting.unseen = {{0.0, 0.99}, {1.0, 0.99}};
  const LineReading month{{character("1", 1.0), character("月", 1.0)}, 0.0};
  EXPECT_EQ(merged(month, "11月", trusting).doubts, std::vector<Doubt>{Doubt::lost_figure});
  EXPECT_FALSE(reads_well(merged(month, "11月", trusting), 0.8));
  EXPECT_TRUE(reads_well(merged(month, "丨1月", trusting), 0.8));
  const LineReading amount{{character("4", 1.0), character("5", 1.0)}, 0.0};
  EXPECT_FALSE(reads_well(merged(amount, "4.5", trusting), 0.8));
}

TEST(MergeReadings, TheFormsOfOneSignAreEqual) {
  const Reading reading = merged({{character("（", 1.0), character("人", 1.0), character("）", 1.0)}, 0.0}, "(人)");
  EXPECT_EQ(reading.text, "（人）");
  EXPECT_NEAR(reading.confidence, 1.0, 1e-9);
}

TEST(MergeReadings, CharactersThatNobodyWasAskedAboutStandAlone) {
  const LineReading own{{character("法", 0.5), character("库", 0.5), character("县", 1.0)}, 0.0};
  const Reading reading = merge_readings(own, tesseract("车县", 1, 3), calibration);
  EXPECT_EQ(reading.text, "法库县");
  EXPECT_NEAR(reading.confidence, 0.5 * 0.25, 1e-9);
  EXPECT_EQ(reading.candidates.back(), "法车县");
}

TEST(MergeReadings, APieceOfTheNeighbourWhereTheLineWasCutIsNoCharacterMore) {
  const LineReading own{{character("法", 1.0), character("库", 1.0), character("县", 1.0)}, 0.0};
  EXPECT_NEAR(merge_readings(own, tesseract("丨库县", 1, 3), calibration).confidence, 1.0, 1e-9);
  EXPECT_LT(merge_readings(own, tesseract("库县丨", 1, 3), calibration).confidence, 0.6);
  EXPECT_NEAR(merge_readings(own, tesseract("法库丨", 0, 2), calibration).confidence, 1.0, 1e-9);
}

TEST(MergeReadings, SaysWhatSpeaksAgainstTheText) {
  const LineReading sure{{character("法", 1.0), character("库", 1.0)}, 0.0};
  EXPECT_TRUE(merged(sure, "法库").doubts.empty());
  EXPECT_TRUE(merge_readings(sure, std::nullopt, calibration).doubts.empty());
  EXPECT_EQ(merged(sure, "法车").doubts, std::vector<Doubt>{Doubt::second_reader});
  EXPECT_EQ(merged(sure, "法库县").doubts, std::vector<Doubt>{Doubt::second_reader});
  LineReading skipping = sure;
  skipping.skips_ink = true;
  EXPECT_EQ(merge_readings(skipping, std::nullopt, calibration).doubts, std::vector<Doubt>{Doubt::unread_ink});
  const Reading joined =
      join_readings({merged(sure, "法车"), merge_readings(skipping, std::nullopt, calibration)}, 0.5);
  EXPECT_EQ(joined.doubts, (std::vector<Doubt>{Doubt::second_reader, Doubt::unread_ink}));
}

TEST(MergeReadings, NothingReadIsNoCertainty) {
  const Reading reading = merge_readings({}, std::nullopt, calibration);
  EXPECT_TRUE(reading.has_ink);
  EXPECT_EQ(reading.text, "");
  EXPECT_EQ(reading.confidence, 0.0);
}

TEST(MergeReadings, WhatOnlyTesseractReadIsACandidateWithoutCertainty) {
  const Reading reading = merged({}, "司法");
  EXPECT_EQ(reading.text, "司法");
  EXPECT_LT(reading.confidence, 0.5);
}

TEST(Calibration, ACurveIsStraightBetweenItsPointsAndLevelBeyond) {
  const Curve curve = {{0.2, 0.1}, {0.6, 0.5}};
  EXPECT_NEAR(value_at(curve, 0.4), 0.3, 1e-12);
  EXPECT_EQ(value_at(curve, 0.0), 0.1);
  EXPECT_EQ(value_at(curve, 1.0), 0.5);
  EXPECT_THROW(value_at({}, 0.5), std::invalid_argument);
}

TEST(Calibration, TheFileThatIsShippedRisesWithTheProbability) {
  const Calibration shipped = load_calibration(test::source_path("models/calibration.json"));
  for (double p = 0.0; p < 1.0; p += 0.01) {
    EXPECT_LE(value_at(shipped.alone, p), value_at(shipped.alone, p + 0.01));
    EXPECT_LE(value_at(shipped.agreed, p), value_at(shipped.agreed, p + 0.01));
    if (p >= 0.5) {  // below, few were seen
      EXPECT_GE(value_at(shipped.agreed, p), value_at(shipped.denied, p));
    }
  }
}

TEST(Calibration, AFileThatHoldsSomethingElseIsRefusedByName) {
  const test::TemporaryFolder folder;
  const std::string path = folder.path("calibration.json");
  for (const char* content : {"", "[]", "{\"keep\": 1}", "{\"keep\": 0.5, \"alone\": [[1, 0.5], [0, 0.6]]}"}) {
    std::ofstream(path) << content;
    try {
      load_calibration(path);
      ADD_FAILURE() << content;
    } catch (const std::runtime_error& error) {
      EXPECT_NE(std::string(error.what()).find("calibration.json"), std::string::npos);
    }
  }
}

}  // namespace
}  // namespace shenbao::extract
