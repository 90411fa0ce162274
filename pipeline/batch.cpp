#include "pipeline/batch.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

#include "base/error.h"
#include "extract/check/check_across.h"

namespace shenbao::pipeline {
namespace {

const char* name_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::not_found:
      return "not_found";
    case ErrorCode::unreadable:
      return "unreadable";
    case ErrorCode::encrypted:
      return "encrypted";
    case ErrorCode::too_large:
      return "too_large";
    case ErrorCode::empty:
      return "empty";
    case ErrorCode::unsupported:
      return "unsupported";
    case ErrorCode::output:
      return "output";
    case ErrorCode::engine:
      return "engine";
    case ErrorCode::definition:
      return "definition";
  }
  return "internal";
}

/// One input on its way through the threads.
struct Job {
  enum class State { waiting, opening, reading, done };

  State state = State::waiting;
  Document document;
  std::vector<extract::PageText> pages;
  std::vector<std::string> troubles;  ///< by page; empty where the page was read
  int next_page = 1;
  int pages_left = 0;
  std::optional<Failure> failure;  ///< a page met trouble that is not its own, such as a full disk
  Outcome outcome;
};

/// The threads of a batch and what they share. Everything but the constants is guarded by `mutex_`.
class Crew {
 public:
  Crew(const std::vector<Input>& inputs, const Work& work, const Listener& listener, const std::atomic<bool>& stop)
      : work_(work), listener_(listener), stop_(stop), jobs_(inputs.size()) {
    for (std::size_t i = 0; i < inputs.size(); ++i) jobs_[i].outcome.input = inputs[i];
    progress_.inputs = static_cast<int>(inputs.size());
  }

  std::vector<Outcome> run(int threads) {
    std::vector<std::thread> crew;
    for (int i = 0; i < std::max(threads, 1); ++i) crew.emplace_back([this] { serve(); });
    for (std::thread& thread : crew) thread.join();
    if (broken_) std::rethrow_exception(broken_);

    std::vector<Outcome> outcomes;
    for (Job& job : jobs_) {
      if (job.state != Job::State::done) {
        const std::string& file = job.outcome.input.file;
        fail(job, {"interrupted", fmt::format("{}: not read to its end, because the run was interrupted", file)});
      }
      outcomes.push_back(std::move(job.outcome));
    }
    return outcomes;
  }

 private:
  using Lock = std::unique_lock<std::mutex>;

  /// One thread: pages of open documents first, then the next document, until nothing is left.
  void serve() {
    Lock lock(mutex_);
    try {
      ReadPage read_page;
      while (!stop_ && !broken_) {
        if (Job* job = first([](const Job& j) { return j.state == Job::State::reading && has_pages(j); })) {
          if (!read_page) {
            lock.unlock();
            read_page = work_.make_reader();
            lock.lock();
            continue;
          }
          read_next(*job, read_page, lock);
        } else if (Job* waiting = first([](const Job& j) { return j.state == Job::State::waiting; })) {
          open(*waiting, lock);
        } else if (first([](const Job& j) { return j.state == Job::State::opening; })) {
          changed_.wait(lock);
        } else {
          break;
        }
      }
    } catch (...) {
      if (!lock.owns_lock()) lock.lock();
      if (!broken_) broken_ = std::current_exception();
    }
    changed_.notify_all();
  }

  static bool has_pages(const Job& job) { return job.next_page <= job.document.page_count; }

  template <typename Condition>
  Job* first(Condition condition) {
    while (begin_ < jobs_.size() && jobs_[begin_].state == Job::State::done) ++begin_;
    const auto at = std::find_if(jobs_.begin() + static_cast<std::ptrdiff_t>(begin_), jobs_.end(), condition);
    return at == jobs_.end() ? nullptr : &*at;
  }

  void open(Job& job, Lock& lock) {
    job.state = Job::State::opening;
    lock.unlock();
    try {
      Document document = work_.open(job.outcome.input.file);
      lock.lock();
      job.document = std::move(document);
      const auto pages = static_cast<std::size_t>(job.document.page_count);
      job.pages.resize(pages);
      job.troubles.resize(pages);
      job.pages_left = job.document.page_count;
      job.state = Job::State::reading;
      progress_.pages += job.document.page_count;
      if (pages == 0) {
        fail(job, {"empty", fmt::format("{}: the document has no pages", job.outcome.input.file)});
      }
    } catch (const std::exception& trouble) {
      if (!lock.owns_lock()) lock.lock();
      fail(job, failure_from(trouble));
    }
    changed_.notify_all();
  }

  void read_next(Job& job, const ReadPage& read_page, Lock& lock) {
    const int page_no = job.next_page++;
    const auto at = static_cast<std::size_t>(page_no - 1);
    lock.unlock();
    extract::PageText page;
    std::string trouble;
    std::optional<Failure> failure;
    try {
      page = read_page(job.document, job.outcome.input, page_no);
    } catch (const std::exception& cause) {
      const auto* error = dynamic_cast<const Error*>(&cause);
      if (error != nullptr && error->code() == ErrorCode::output) failure = failure_from(cause);
      trouble = cause.what();
      if (trouble.empty()) trouble = "unknown trouble";
      page.defects.push_back({layout::DefectKind::unreadable_page, {}, trouble});
    }
    page.page_no = page_no;
    lock.lock();
    if (failure) job.failure = std::move(failure);
    job.pages[at] = std::move(page);
    job.troubles[at] = std::move(trouble);
    ++progress_.pages_done;
    if (--job.pages_left == 0) {
      conclude(job, lock);
    } else if (listener_.progress) {
      listener_.progress(progress_);
    }
  }

  void conclude(Job& job, Lock& lock) {
    if (job.failure) {
      fail(job, *job.failure);
      return;
    }
    const auto is_trouble = [](const std::string& trouble) { return !trouble.empty(); };
    if (std::all_of(job.troubles.begin(), job.troubles.end(), is_trouble)) {
      fail(job, {"unreadable", job.troubles.front()});
      return;
    }
    for (const std::string& trouble : job.troubles) {
      if (!trouble.empty() && listener_.trouble) listener_.trouble(trouble);
    }
    lock.unlock();
    try {
      const Report report = work_.conclude(job.document, job.outcome.input, std::move(job.pages));
      work_.save(job.outcome.input, report);
      Outcome outcome = summarize(job.outcome.input, report);
      lock.lock();
      job.outcome = std::move(outcome);
      finish(job);
    } catch (const std::exception& trouble) {
      if (!lock.owns_lock()) lock.lock();
      fail(job, failure_from(trouble));
    }
  }

  void fail(Job& job, Failure failure) {
    job.outcome.failure = std::move(failure);
    finish(job);
  }

  void finish(Job& job) {
    job.state = Job::State::done;
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
  std::size_t begin_ = 0;  ///< every job before it is done
  Progress progress_;
  std::exception_ptr broken_;  ///< what ended the whole batch
};

}  // namespace

std::vector<Outcome> run_batch(const std::vector<Input>& inputs, const Work& work, int jobs, const Listener& listener,
                               const std::atomic<bool>& stop) {
  return Crew(inputs, work, listener, stop).run(jobs);
}

Outcome summarize(const Input& input, const Report& report) {
  Outcome outcome;
  outcome.input = input;
  outcome.pages = report.source.pages;
  outcome.forms = report.forms;
  outcome.findings = report.findings;
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
