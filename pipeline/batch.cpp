#include "pipeline/batch.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <set>
#include <thread>
#include <utility>

#include "base/error.h"
#include "extract/check/check.h"

namespace shenbao::pipeline {
namespace {

/// One input on its way through the threads.
struct Job {
  Document document;
  std::vector<extract::PageText> pages;
  std::vector<std::string> troubles;  ///< by page; empty where the page was read
  int pages_left = 0;
  std::optional<Failure> failure;  ///< a page met trouble that is not its own, such as a full disk
  Outcome outcome;
  bool done = false;
};

using Lock = std::unique_lock<std::mutex>;

/// Lets the other threads in while this one works, also where the work throws.
class Unlocked {
 public:
  explicit Unlocked(Lock& lock) : lock_(lock) { lock_.unlock(); }
  ~Unlocked() { lock_.lock(); }
  Unlocked(const Unlocked&) = delete;
  Unlocked& operator=(const Unlocked&) = delete;

 private:
  Lock& lock_;
};

/// The threads of a batch and what they share. Everything but the constants is guarded by `mutex_`.
class WorkerPool {
 public:
  WorkerPool(const std::vector<Input>& inputs, const Work& work, const Listener& listener,
             const std::atomic<bool>& stop)
      : work_(work), listener_(listener), stop_(stop), jobs_(inputs.size()) {
    for (std::size_t i = 0; i < inputs.size(); ++i) jobs_[i].outcome.input = inputs[i];
    progress_.inputs = static_cast<int>(inputs.size());
  }

  std::vector<Outcome> run(int threads) {
    std::vector<std::thread> workers;
    for (int i = 0; i < std::max(threads, 1); ++i) workers.emplace_back([this] { serve(); });
    for (std::thread& worker : workers) worker.join();
    if (broken_) std::rethrow_exception(broken_);

    std::vector<Outcome> outcomes;
    for (Job& job : jobs_) {
      if (!job.done) {
        const std::string& file = job.outcome.input.file;
        fail(job, {"interrupted",
                   fmt::format("{}: not read to its end, because the run was interrupted; run it again", file)});
      }
      outcomes.push_back(std::move(job.outcome));
    }
    return outcomes;
  }

 private:
  /// One thread: pages of open documents first, then the next document, until nothing is left.
  void serve() {
    Lock lock(mutex_);
    try {
      ReadPage read_page;
      while (!stop_ && !broken_) {
        if (!unread_.empty()) {
          if (!read_page) {
            const Unlocked unlocked(lock);
            read_page = work_.make_reader();
            continue;
          }
          const auto [input, page_no] = *unread_.begin();
          unread_.erase(unread_.begin());
          read(jobs_[input], page_no, read_page, lock);
        } else if (next_input_ < jobs_.size()) {
          open(next_input_++, lock);
        } else if (opening_ > 0) {
          changed_.wait(lock);  // for the pages of a document that another thread is opening
        } else {
          break;
        }
      }
    } catch (...) {
      if (!broken_) broken_ = std::current_exception();
    }
    changed_.notify_all();
  }

  void open(std::size_t input, Lock& lock) {
    Job& job = jobs_[input];
    ++opening_;
    try {
      {
        const Unlocked unlocked(lock);
        job.document = work_.open(job.outcome.input.file);
      }
      const int pages = job.document.page_count;
      job.pages.resize(static_cast<std::size_t>(pages));
      job.troubles.resize(static_cast<std::size_t>(pages));
      job.pages_left = pages;
      progress_.pages += pages;
      for (int page_no = 1; page_no <= pages; ++page_no) unread_.emplace(input, page_no);
      if (pages == 0)
        fail(job, {"empty", fmt::format("{}: the document has no pages; scan it again", job.outcome.input.file)});
    } catch (const std::exception& trouble) {
      fail(job, failure_from(trouble));
    }
    --opening_;
    changed_.notify_all();
  }

  void read(Job& job, int page_no, const ReadPage& read_page, Lock& lock) {
    const auto at = static_cast<std::size_t>(page_no - 1);
    extract::PageText page;
    try {
      const Unlocked unlocked(lock);
      page = read_page(job.document, job.outcome.input, page_no);
    } catch (const std::exception& cause) {
      const auto* error = dynamic_cast<const Error*>(&cause);
      if (error != nullptr && error->code() == ErrorCode::output) job.failure = failure_from(cause);
      job.troubles[at] = *cause.what() == '\0' ? "unknown trouble" : cause.what();
      page.defects.push_back({layout::DefectKind::unreadable_page, {}, job.troubles[at]});
    }
    page.page_no = page_no;
    job.pages[at] = std::move(page);
    ++progress_.pages_done;
    if (--job.pages_left == 0) {
      conclude(job, lock);
    } else if (listener_.progress) {
      listener_.progress(progress_);
    }
  }

  void conclude(Job& job, Lock& lock) {
    const auto is_trouble = [](const std::string& trouble) { return !trouble.empty(); };
    if (job.failure) return fail(job, *job.failure);
    if (std::all_of(job.troubles.begin(), job.troubles.end(), is_trouble)) {
      return fail(job, {"unreadable", job.troubles.front()});
    }
    for (const std::string& trouble : job.troubles) {
      if (is_trouble(trouble) && listener_.trouble) listener_.trouble(trouble);
    }
    try {
      Outcome outcome;
      {
        const Unlocked unlocked(lock);
        const Report report = work_.conclude(job.document, job.outcome.input, std::move(job.pages));
        work_.save(job.outcome.input, report);
        outcome = summarize(job.outcome.input, report);
      }
      job.outcome = std::move(outcome);
      finish(job);
    } catch (const std::exception& trouble) {
      fail(job, failure_from(trouble));
    }
  }

  void fail(Job& job, Failure failure) {
    job.outcome.failure = std::move(failure);
    finish(job);
  }

  void finish(Job& job) {
    job.done = true;
    job.document = Document();  // closes the file
    job.pages.clear();
    ++progress_.inputs_done;
    if (listener_.finished) listener_.finished(job.outcome);
    if (listener_.progress) listener_.progress(progress_);
  }

  const Work& work_;
  const Listener& listener_;
  const std::atomic<bool>& stop_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Job> jobs_;
  std::size_t next_input_ = 0;                    ///< the first that no thread has begun to open
  int opening_ = 0;                               ///< documents that are being opened
  std::set<std::pair<std::size_t, int>> unread_;  ///< input and number of every page that no thread has begun
  Progress progress_;
  std::exception_ptr broken_;  ///< what ended the whole batch
};

}  // namespace

std::vector<Outcome> run_batch(const std::vector<Input>& inputs, const Work& work, int jobs, const Listener& listener,
                               const std::atomic<bool>& stop) {
  return WorkerPool(inputs, work, listener, stop).run(jobs);
}

Outcome summarize(const Input& input, const Report& report) {
  Outcome outcome{input, {}, report.source.pages, 0, 0, report.forms, report.findings};
  for (const extract::Form& form : report.forms) {
    for (const extract::Field& field : form.fields) {
      outcome.values += field.source.has_value();
      outcome.review += status_of(field) == extract::Status::review;
    }
  }
  return outcome;
}

std::vector<extract::DocumentFinding> judge_across(const std::vector<Outcome>& outcomes,
                                                   const std::vector<extract::FormTemplate>& templates,
                                                   extract::Language language) {
  std::vector<extract::JudgedForms> documents;
  for (const Outcome& outcome : outcomes) documents.push_back({&outcome.forms, &outcome.findings});
  const bool complete = std::none_of(outcomes.begin(), outcomes.end(),
                                     [](const Outcome& outcome) { return outcome.failure.has_value(); });
  return extract::check_across(documents, templates, language, complete);
}

Failure failure_from(const std::exception& trouble) {
  const auto* error = dynamic_cast<const Error*>(&trouble);
  return {error == nullptr ? "internal" : name_of(error->code()), trouble.what()};
}

}  // namespace shenbao::pipeline
