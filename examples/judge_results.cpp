// Reads a folder of scans into results, then judges one of them as after a correction: judge_results SCANS OUT

#include <shenbao/shenbao.h>

#include <atomic>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: judge_results SCANS OUT\n");
    return 2;
  }
  try {
    const std::string out = argv[2];
    shenbao::Setup setup = shenbao::make_setup();
    setup.language = shenbao::Language::en;
    const std::atomic<bool> stop{false};
    const shenbao::Batch batch = shenbao::extract_files(shenbao::find_inputs({argv[1]}, {out}), setup,
                                                        {out, /*dump=*/"", /*jobs=*/2, {}}, {}, stop);

    std::vector<std::string> results;
    for (const shenbao::Outcome& outcome : batch.outcomes) {
      if (outcome.failure) {
        std::printf("%s\n", outcome.failure->message.c_str());
      } else {
        results.push_back(out + "/" + outcome.input.result);
      }
    }
    // By now somebody may have corrected values in the results; the scans are not needed any more.
    for (const shenbao::Outcome& outcome :
         shenbao::check_results(results, setup.definitions, setup.language).outcomes) {
      std::printf("%s: %d values, %d to review\n", outcome.input.file.c_str(), outcome.values, outcome.review);
      for (const shenbao::Finding& finding : outcome.findings) {
        std::printf("  %s %s: %s\n", finding.code.c_str(), finding.path.c_str(), finding.message.c_str());
      }
    }
    return 0;
  } catch (const std::exception& trouble) {
    std::fprintf(stderr, "%s\n", trouble.what());
    return 2;
  }
}
