#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "pipeline/batch.h"
#include "pipeline/run.h"

namespace shenbao::pipeline {

/// Where a run over files writes, how many threads it may use, and what each reads with.
struct Places {
  std::string output;  ///< folder of the results and of batch.json
  std::string dump;    ///< folder of the pictures of each stage; "" for none
  int jobs = 1;
  EngineOptions engine;
};

/// Reads every input, writes its result below `places.output`, and last the index batch.json.
///
/// Throws Error (output) before anything is read where the output folder cannot be written, and Error (engine) where
/// the models cannot be loaded. What befalls single inputs is in the outcomes (run_batch).
Batch extract_files(const std::vector<Input>& inputs, const Setup& setup, const Places& places,
                    const Listener& listener, const std::atomic<bool>& stop);

/// Applies the rules to results that exist, notices what a person has corrected, and writes each back with the findings
/// and statuses of today's definitions. An index (batch.json) among them is passed over. The outcomes' inputs and
/// results are the files; one that is no result fails, and the others go on.
Batch check_results(const std::vector<std::string>& files, const Definitions& definitions, extract::Language language);

/// The text of a result, as `shenbao extract` writes it to NAME.json (docs/results.md).
std::string result_text(const Report& report);

/// The report that such a text holds, a person's corrections included. `file` is named in errors.
/// Throws Error (unreadable) where it is no result, naming the member that is wrong.
Report read_result(const std::string& text, const std::string& file, const Definitions& definitions);

/// The index of a batch as JSON text: batch.json with the findings of each input.
std::string index_text(const Batch& batch);

}  // namespace shenbao::pipeline
