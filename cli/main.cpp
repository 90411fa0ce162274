#include <fmt/format.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <filesystem>

#include "cli/options.h"
#include "cli/progress.h"
#include "cli/summary.h"
#include "pipeline/extract_files.h"
#include "pipeline/input/inputs.h"
#include "pipeline/report/batch_json.h"

namespace fs = std::filesystem;

namespace shenbao::cli {
namespace {

constexpr int kTrouble = 2;

std::atomic<bool> interrupted{false};

/// Stops after the pages in work; a second Ctrl-C stops at once. A second SIGTERM does not: timeout(1) sends two.
extern "C" void stop_soon(int signal) {
  interrupted = true;
  if (signal == SIGINT) std::signal(signal, SIG_DFL);
}

/// Networks and form definitions: where SHENBAO_MODELS says, beside the installed program, or in the source tree.
std::string models_folder() {
  if (const char* named = std::getenv("SHENBAO_MODELS")) return named;
  std::error_code unknown;
  const fs::path program = fs::read_symlink("/proc/self/exe", unknown);
  const fs::path installed = program.parent_path().parent_path() / "share" / "shenbao";
  return fs::is_directory(installed, unknown) ? installed.string() : std::string(SHENBAO_SOURCE_MODELS);
}

void print_results(const pipeline::Batch& batch, const Options& options) {
  if (options.format == Format::json) {
    fmt::print("{}", print(to_json(batch, pipeline::Detail::findings)));
  } else if (!options.quiet) {
    fmt::print("{}", summarize(batch, options.output, options.language));
  }
}

int extract(const Options& options) {
  const auto inputs = pipeline::find_inputs(options.inputs, {options.output, options.dump});
  const pipeline::Places places{models_folder(), options.output, options.dump, options.jobs, options.reader};
  pipeline::Setup setup;
  setup.definitions = pipeline::load_definitions(places.models, options.forms);
  setup.info = pipeline::describe_engine(places.models, setup.definitions, options.reader);
  setup.language = options.language;
  if (options.review_below) setup.filling.review_below = *options.review_below;

  ProgressDisplay display(options.quiet);
  pipeline::Listener listener;
  listener.progress = [&](const pipeline::Progress& progress) { display.show(progress); };
  listener.finished = [&](const pipeline::Outcome& outcome) { display.finished(outcome); };
  listener.trouble = [&](const std::string& message) { display.say(message); };
  std::signal(SIGINT, stop_soon);
  std::signal(SIGTERM, stop_soon);

  const pipeline::Batch batch = pipeline::extract_files(inputs, setup, places, listener, interrupted);
  display.close();
  print_results(batch, options);
  return exit_status(batch);
}

int check(const Options& options) {
  const std::string models = models_folder();
  const pipeline::Definitions definitions = pipeline::load_definitions(models, options.forms);
  ProgressDisplay display(/*quiet=*/true);
  const pipeline::Batch batch = pipeline::check_results(options.inputs, definitions, options.language);
  for (const pipeline::Outcome& outcome : batch.outcomes) display.finished(outcome);
  print_results(batch, options);
  return exit_status(batch);
}

int forms_show(const Options& options) {
  const pipeline::Definitions definitions = pipeline::load_definitions(models_folder(), options.forms);
  for (const extract::FormTemplate& form : definitions.templates) {
    if (form.id != options.form) continue;
    fmt::print("{}", describe_form(form, options.language));
    return 0;
  }
  fmt::print(stderr, "{}: no such form; \"shenbao forms list\" names those there are\n", options.form);
  return kTrouble;
}

int run(const Options& options) {
  switch (options.command) {
    case Command::extract:
      return extract(options);
    case Command::check:
      return check(options);
    case Command::forms_list:
      fmt::print("{}",
                 list_forms(pipeline::load_definitions(models_folder(), options.forms).templates, options.language));
      return 0;
    case Command::forms_show:
      return forms_show(options);
    case Command::forms_check: {
      const extract::FormTemplate form = pipeline::load_definition(models_folder(), options.form);
      fmt::print("{}: {}: {} fields, {} rules\n", options.form, form.id, form.fields.size(), form.rules.size());
      return 0;
    }
    case Command::version:
      fmt::print("{}", pipeline::describe_versions(models_folder()));
      return 0;
  }
  return kTrouble;
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
