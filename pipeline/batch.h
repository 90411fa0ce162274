#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "extract/form/form_template.h"
#include "extract/read/page_text.h"
#include "pipeline/input/document.h"
#include "pipeline/input/inputs.h"
#include "pipeline/report/report.h"

namespace shenbao::pipeline {

/// Reads one page. Not shared between threads.
using ReadPage = std::function<extract::PageText(const Document&, const Input&, int page_no)>;

/// What a batch does with its inputs. Several threads call these at once.
struct Work {
  std::function<Document(const std::string& file)> open;
  std::function<ReadPage()> make_reader;  ///< called once in each thread, which keeps the reader
  std::function<Report(const Document&, const Input&, std::vector<extract::PageText>)> conclude;
  std::function<void(const Input&, const Report&)> save;
};

/// How far a batch is.
struct Progress {
  int inputs = 0;
  int inputs_done = 0;
  int pages = 0;  ///< of the documents opened so far
  int pages_done = 0;
};

/// Who wants to hear of a running batch. Called from its threads, one call at a time; any may be empty.
struct Listener {
  std::function<void(const Progress&)> progress;
  std::function<void(const Outcome&)> finished;             ///< in the order of finishing
  std::function<void(const std::string& message)> trouble;  ///< a page that could not be read; its document goes on
};

/// Reads inputs page by page with `jobs` threads and saves each report as soon as its last page is read.
///
/// At most `jobs` pages are in memory at a time. A page whose reading fails becomes one with an unreadable_page defect;
/// a document fails where it cannot be opened or saved, or where no page of it can be read, and the others go on.
/// Once `stop` is true no further page is begun, and unfinished inputs fail as interrupted; what is saved stays.
/// The outcomes do not depend on `jobs`. Throws what make_reader throws.
std::vector<Outcome> run_batch(const std::vector<Input>& inputs, const Work& work, int jobs, const Listener& listener,
                               const std::atomic<bool>& stop);

/// What a report says of its input, in figures.
Outcome summarize(const Input& input, const Report& report);

/// The findings between the documents of a batch; nothing is missing for certain where an input failed.
std::vector<extract::DocumentFinding> judge_across(const std::vector<Outcome>& outcomes,
                                                   const std::vector<extract::FormTemplate>& templates,
                                                   extract::Language language);

/// The failure that an exception stands for.
Failure failure_from(const std::exception& trouble);

}  // namespace shenbao::pipeline
