#include "pipeline/extract_files.h"

#include <filesystem>
#include <memory>
#include <opencv2/core/utility.hpp>
#include <stdexcept>
#include <utility>

#include "base/error.h"
#include "base/file_bytes.h"
#include "pipeline/dump.h"
#include "pipeline/engine_parts.h"
#include "pipeline/report/batch_json.h"
#include "pipeline/report/report_json.h"

namespace fs = std::filesystem;

namespace shenbao::pipeline {
namespace {

/// Below the dump folder, one folder per input, named as its result is.
std::string dump_folder(const Places& places, const Input& input) {
  return (fs::path(places.dump) / fs::path(input.result).replace_extension()).string();
}

ReadPage page_reader(std::shared_ptr<const Engine> engine, const Setup& setup, const Places& places) {
  return [engine = std::move(engine), &setup, &places](const Document& document, const Input& input, int page_no) {
    SeeLayout see;
    if (!places.dump.empty()) {
      see = [&](const layout::Page& page, const layout::PageLayout& page_layout) {
        dump_layout(dump_folder(places, input), page, page_layout);
      };
    }
    return read_page(rasterize(document, page_no, setup.render_dpi, setup.limits), *engine, see);
  };
}

/// The fields are known only when the whole document is read, so each page is rasterized once more for its picture.
void dump_document(const std::string& folder, const Document& document, const Report& report, const Setup& setup) {
  for (const extract::PageText& page : report.pages) {
    if (page.width == 0) continue;  // it could not be rasterized
    dump_fields(folder, rasterize(document, page.page_no, setup.render_dpi, setup.limits), report.forms);
  }
}

}  // namespace

Batch extract_files(const std::vector<Input>& inputs, const Setup& setup, const Places& places,
                    const Listener& listener, const std::atomic<bool>& stop) {
  require_writable_folder(places.output);
  if (!places.dump.empty()) require_writable_folder(places.dump);

  cv::setNumThreads(1);  // the pages are the parallel work; OpenCV's own threads would get in their way
  // The first engine is made before the threads are, so that missing models show at once.
  std::shared_ptr<const Engine> first = make_engine(places.engine);
  Work work;
  work.open = [&](const std::string& file) { return read_document(file, setup.limits); };
  work.make_reader = [&] {
    std::shared_ptr<const Engine> engine = std::atomic_exchange(&first, {});
    return page_reader(engine ? std::move(engine) : make_engine(places.engine), setup, places);
  };
  work.conclude = [&](const Document& document, const Input& input, std::vector<extract::PageText> pages) {
    Report report = conclude(document, std::move(pages), setup);
    if (!places.dump.empty()) dump_document(dump_folder(places, input), document, report, setup);
    return report;
  };
  work.save = [&](const Input& input, const Report& report) {
    write_file((fs::path(places.output) / input.result).string(), print(report));
  };

  Batch batch{setup.info, run_batch(inputs, work, places.jobs, listener, stop), {}};
  batch.findings = judge_across(batch.outcomes, setup.definitions.templates, setup.language);
  write_file((fs::path(places.output) / "batch.json").string(), print(batch, Detail::figures));
  return batch;
}

Batch check_results(const std::vector<std::string>& files, const Definitions& definitions, extract::Language language) {
  Batch batch;
  for (const std::string& file : files) {
    Outcome outcome;
    outcome.input = {file, file};
    try {
      auto report = read_report({read_file(file), file}, definitions.templates);
      if (!report) continue;
      report->findings = judge(*report, definitions, language);
      report->engine.forms = definitions.sha256;
      write_file(file, print(*report));
      batch.engine = report->engine;
      outcome = summarize(outcome.input, *report);
    } catch (const std::overflow_error& trouble) {
      const std::string message = file + ": its amounts are too large to be summed; correct them: " + trouble.what();
      outcome.failure = failure_from(Error(ErrorCode::unreadable, file, message));
    } catch (const std::exception& trouble) {
      outcome.failure = failure_from(trouble);
    }
    batch.outcomes.push_back(std::move(outcome));
  }
  batch.findings = judge_across(batch.outcomes, definitions.templates, language);
  return batch;
}

std::string result_text(const Report& report) { return print(report); }

Report read_result(const std::string& text, const std::string& file, const Definitions& definitions) {
  auto report = read_report({text, file}, definitions.templates);
  if (!report) throw Error(ErrorCode::unreadable, file, file + ": is the index of a batch, no result");
  return *std::move(report);
}

std::string index_text(const Batch& batch) { return print(batch, Detail::findings); }

}  // namespace shenbao::pipeline
