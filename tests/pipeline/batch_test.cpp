#include "pipeline/batch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>

#include "pipeline/report/batch_json.h"
#include "support/equality.h"

namespace shenbao::pipeline {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Stages without pixels: a document "NAME-PAGES.pdf" has that many pages; some names and pages fail.
class FakeWork {
 public:
  Work work() {
    Work work;
    work.open = [](const std::string& file) {
      if (file == "locked-1.pdf") throw Error(ErrorCode::encrypted, file, file + ": is encrypted");
      Document document;
      document.file = file;
      document.page_count = std::stoi(file.substr(file.find('-') + 1));
      return document;
    };
    work.make_reader = [this] {
      const std::lock_guard<std::mutex> lock(mutex_);
      ++readers;
      return [this](const Document& document, const Input&, int page_no) { return read(document, page_no); };
    };
    work.conclude = [](const Document& document, const Input& input, std::vector<extract::PageText> pages) {
      Report report;
      report.source.file = input.file;
      report.source.pages = document.page_count;
      report.pages = std::move(pages);
      return report;
    };
    work.save = [this](const Input& input, const Report& report) {
      const std::lock_guard<std::mutex> lock(mutex_);
      saved[input.result] = report;
    };
    return work;
  }

  int readers = 0;
  std::map<std::string, Report> saved;
  std::set<std::pair<std::string, int>> broken_pages;
  std::function<void()> on_page;

 private:
  extract::PageText read(const Document& document, int page_no) {
    if (on_page) on_page();
    if (broken_pages.count({document.file, page_no}) > 0) {
      throw Error(ErrorCode::unreadable, document.file,
                  document.file + ": page " + std::to_string(page_no) + ": broken");
    }
    extract::PageText page;
    page.page_no = page_no;
    page.width = 100 + page_no;
    return page;
  }

  std::mutex mutex_;
};

std::vector<Input> named(const std::vector<std::string>& files) {
  std::vector<Input> inputs;
  for (const std::string& file : files) inputs.push_back({file, file + ".json"});
  return inputs;
}

std::vector<int> page_numbers(const Report& report) {
  std::vector<int> numbers;
  for (const extract::PageText& page : report.pages) numbers.push_back(page.page_no);
  return numbers;
}

const std::atomic<bool> kGoOn{false};

TEST(RunBatch, KeepsPagesAndInputsInOrderWhateverTheNumberOfThreads) {
  for (const int jobs : {1, 2, 7}) {
    FakeWork fake;
    const auto outcomes = run_batch(named({"c-3.pdf", "a-12.pdf", "b-1.pdf"}), fake.work(), jobs, {}, kGoOn);

    ASSERT_EQ(outcomes.size(), 3u);
    EXPECT_EQ(outcomes[0].input.file, "c-3.pdf");
    EXPECT_EQ(outcomes[1].pages, 12);
    EXPECT_THAT(page_numbers(fake.saved["c-3.pdf.json"]), ElementsAre(1, 2, 3));
    EXPECT_EQ(fake.saved["a-12.pdf.json"].pages[11].width, 112);
    EXPECT_LE(fake.readers, jobs);
  }
}

TEST(RunBatch, GoesOnAfterAnInputThatCannotBeOpened) {
  FakeWork fake;
  const auto outcomes = run_batch(named({"locked-1.pdf", "a-2.pdf"}), fake.work(), 2, {}, kGoOn);

  EXPECT_EQ(outcomes[0].failure, (Failure{"encrypted", "locked-1.pdf: is encrypted"}));
  EXPECT_FALSE(outcomes[1].failure);
  EXPECT_EQ(fake.saved.size(), 1u);
}

TEST(RunBatch, MarksAPageThatCannotBeReadAndKeepsTheOthers) {
  FakeWork fake;
  fake.broken_pages = {{"a-3.pdf", 2}};
  std::vector<std::string> troubles;
  Listener listener;
  listener.trouble = [&](const std::string& message) { troubles.push_back(message); };

  const auto outcomes = run_batch(named({"a-3.pdf"}), fake.work(), 2, listener, kGoOn);

  EXPECT_FALSE(outcomes[0].failure);
  const Report& report = fake.saved["a-3.pdf.json"];
  ASSERT_THAT(page_numbers(report), ElementsAre(1, 2, 3));
  ASSERT_EQ(report.pages[1].defects.size(), 1u);
  EXPECT_EQ(report.pages[1].defects[0].kind, layout::DefectKind::unreadable_page);
  EXPECT_THAT(troubles, ElementsAre("a-3.pdf: page 2: broken"));
}

TEST(RunBatch, FailsADocumentOfWhichNoPageCanBeRead) {
  FakeWork fake;
  fake.broken_pages = {{"a-2.pdf", 1}, {"a-2.pdf", 2}};

  const auto outcomes = run_batch(named({"a-2.pdf"}), fake.work(), 1, {}, kGoOn);

  ASSERT_TRUE(outcomes[0].failure);
  EXPECT_EQ(outcomes[0].failure->code, "unreadable");
  EXPECT_THAT(outcomes[0].failure->message, HasSubstr("page 1"));
  EXPECT_TRUE(fake.saved.empty());
}

TEST(RunBatch, KeepsWhatIsSavedWhenItIsInterrupted) {
  FakeWork fake;
  std::atomic<bool> stop{false};
  Listener listener;
  listener.finished = [&](const Outcome&) { stop = true; };

  const auto outcomes = run_batch(named({"a-2.pdf", "b-2.pdf"}), fake.work(), 1, listener, stop);

  EXPECT_FALSE(outcomes[0].failure);
  ASSERT_TRUE(outcomes[1].failure);
  EXPECT_EQ(outcomes[1].failure->code, "interrupted");
  EXPECT_EQ(fake.saved.count("a-2.pdf.json"), 1u);
}

TEST(RunBatch, ThrowsWhatTheReaderThrowsAtItsStart) {
  FakeWork fake;
  Work work = fake.work();
  work.make_reader = []() -> ReadPage { throw Error(ErrorCode::engine, "", "no traineddata"); };

  EXPECT_THROW(run_batch(named({"a-2.pdf", "b-2.pdf"}), work, 2, {}, kGoOn), Error);
}

TEST(RunBatch, FailsADocumentWhoseResultCannotBeSaved) {
  FakeWork fake;
  Work work = fake.work();
  work.save = [](const Input& input, const Report&) {
    throw Error(ErrorCode::output, input.result, input.result + ": cannot be written");
  };

  const auto outcomes = run_batch(named({"a-1.pdf"}), work, 1, {}, kGoOn);

  EXPECT_EQ(outcomes[0].failure, (Failure{"output", "a-1.pdf.json: cannot be written"}));
}

TEST(RunBatch, CountsPagesForItsListener) {
  FakeWork fake;
  Progress last;
  Listener listener;
  listener.progress = [&](const Progress& progress) { last = progress; };

  run_batch(named({"a-2.pdf", "b-3.pdf"}), fake.work(), 2, listener, kGoOn);

  EXPECT_EQ(last.inputs_done, 2);
  EXPECT_EQ(last.pages, 5);
  EXPECT_EQ(last.pages_done, 5);
}

TEST(Summarize, CountsWhatAPersonMustLookAt) {
  extract::Form form;
  form.fields = {{"/a", extract::Value("x"), extract::Provenance{}, {}, false, {}},
                 {"/b", std::nullopt, extract::Provenance{}, {extract::Doubt::unreadable}, false, {}},
                 {"/c", std::nullopt, std::nullopt, {}, false, {}}};
  Report report;
  report.forms = {form};

  const Outcome outcome = summarize({"a.pdf", "a.json"}, report);

  EXPECT_EQ(outcome.values, 2);
  EXPECT_EQ(outcome.review, 1);
}

TEST(BatchJson, ListsEveryInputWithItsResultOrItsFailure) {
  Batch batch;
  batch.outcomes.resize(2);
  batch.outcomes[0].input = {"in/a.pdf", "a.json"};
  batch.outcomes[0].pages = 6;
  batch.outcomes[1].input = {"in/b.pdf", "b.json"};
  batch.outcomes[1].failure = Failure{"encrypted", "in/b.pdf: is encrypted"};

  const Json json = parse_json(print(batch, Detail::figures), "batch.json");

  const Json& inputs = json["inputs"];
  ASSERT_EQ(inputs.size(), 2u);
  EXPECT_EQ(inputs[0]["result"], "a.json");
  EXPECT_EQ(inputs[0]["pages"], 6);
  EXPECT_EQ(inputs[1]["result"], nullptr);
  EXPECT_EQ(inputs[1]["failure"]["code"], "encrypted");
}

}  // namespace
}  // namespace shenbao::pipeline
