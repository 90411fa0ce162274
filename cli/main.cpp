#include <fmt/format.h>
#include <shenbao/shenbao.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <exception>

#include "cli/options.h"
#include "cli/progress.h"
#include "cli/summary.h"

namespace shenbao::cli {
namespace {

std::atomic<bool> interrupted{false};

/// Stops after the pages in work; a second Ctrl-C stops at once. A second SIGTERM does not: timeout(1) sends two.
extern "C" void stop_soon(int signal) {
  interrupted = true;
  if (signal == SIGINT) std::signal(signal, SIG_DFL);
}

/// Prints what became of a batch; its exit status.
int report(const Batch& batch, const Options& options) {
  if (options.format == Format::json) {
    fmt::print("{}", index_text(batch));
  } else if (!options.quiet) {
    fmt::print("{}", summarize(batch, options.places.output, options.language));
  }
  return exit_status(batch);
}

int extract(const Options& options) {
  const auto inputs = find_inputs(options.inputs, {options.places.output, options.places.dump});
  Setup setup = make_setup(options.places.engine, options.forms);
  setup.language = options.language;
  if (options.review_below) setup.filling.review_below = *options.review_below;

  ProgressDisplay display(options.quiet);
  Listener listener;
  listener.progress = [&](const Progress& progress) { display.show(progress); };
  listener.finished = [&](const Outcome& outcome) { display.finished(outcome); };
  listener.trouble = [&](const std::string& message) { display.say(message); };
  std::signal(SIGINT, stop_soon);
  std::signal(SIGTERM, stop_soon);

  const Batch batch = extract_files(inputs, setup, options.places, listener, interrupted);
  display.close();
  return report(batch, options);
}

int check(const Options& options) {
  const Definitions definitions = load_definitions(options.places.engine.models, options.forms);
  ProgressDisplay display(/*quiet=*/true);
  const Batch batch = check_results(options.inputs, definitions, options.language);
  for (const Outcome& outcome : batch.outcomes) display.finished(outcome);
  return report(batch, options);
}

int forms_list(const Options& options) {
  fmt::print("{}",
             list_forms(load_definitions(options.places.engine.models, options.forms).templates, options.language));
  return 0;
}

int forms_show(const Options& options) {
  const auto templates = load_definitions(options.places.engine.models, options.forms).templates;
  const auto form = std::find_if(templates.begin(), templates.end(),
                                 [&](const FormTemplate& candidate) { return candidate.id == options.form; });
  if (form == templates.end()) {
    fmt::print(stderr, "{}: no such form; \"shenbao forms list\" names those there are\n", options.form);
    return kTrouble;
  }
  fmt::print("{}", describe_form(*form, options.language));
  return 0;
}

int forms_check(const Options& options) {
  const FormTemplate form = load_definition(options.places.engine.models, options.form);
  fmt::print("{}: {}: {} fields, {} rules\n", options.form, form.id, form.fields.size(), form.rules.size());
  return 0;
}

int show_versions(const Options& options) {
  fmt::print("{}", describe_versions(options.places.engine));
  return 0;
}

int run(const Options& options) {
  // In the order of Command.
  constexpr int (*kCommands[])(const Options&) = {extract, check, forms_list, forms_show, forms_check, show_versions};
  return kCommands[static_cast<int>(options.command)](options);
}

}  // namespace
}  // namespace shenbao::cli

int main(int argc, char** argv) {
  try {
    int exit_status = 0;
    const auto options = shenbao::cli::parse_options(argc, argv, exit_status);
    return options ? shenbao::cli::run(*options) : exit_status;
  } catch (const std::exception& trouble) {
    fmt::print(stderr, "shenbao: {}\n", trouble.what());
    return shenbao::cli::kTrouble;
  }
}
