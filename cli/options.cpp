#include "cli/options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <thread>

namespace shenbao::cli {
namespace {

constexpr const char* kAbout =
    "shenbao reads scanned performance declaration forms (绩效目标申报表) into checked, typed data\n"
    "with evidence for every value: page, place on the scan, text as read, confidence.";

constexpr const char* kExamples =
#include "cli/main_help.inc"
    ;

constexpr const char* kExtractHelp =
#include "cli/extract_help.inc"
    ;

constexpr const char* kCheckHelp =
#include "cli/check_help.inc"
    ;

constexpr const char* kFormsHelp =
#include "cli/forms_help.inc"
    ;

constexpr int kMostJobs = 1024;  // threads: more are a slip of the keyboard

/// An option that takes one of these words, which its help and its errors name.
template <typename Value>
void add_choice(CLI::App& app, const std::string& flags, Value& target, const std::map<std::string, Value>& words,
                const std::string& type_name, const std::string& help) {
  std::string allowed;
  for (const auto& [word, value] : words) allowed += (allowed.empty() ? "" : ", ") + word;
  app.add_option_function<std::string>(
         flags, [&target, words](const std::string& word) { target = words.at(word); }, help)
      ->check([words, allowed](const std::string& word) {
        return words.count(word) != 0 ? std::string() : "\"" + word + "\" is none of " + allowed;
      })
      ->type_name(type_name);
}

void add_language(CLI::App& app, Language& language, const std::string& help) {
  add_choice(app, "--lang", language, {{"en", Language::en}, {"zh", Language::zh}}, "LANG", help);
}

void add_reporting_options(CLI::App& app, Options& options) {
  app.add_option("--forms", options.forms, "Folder with further form definitions; same ids replace ours")
      ->type_name("DIR");
  add_language(app, options.language, "Language of findings and summaries: zh (default) or en");
  add_choice(app, "--format", options.format, {{"json", Format::json}, {"text", Format::text}}, "FORMAT",
             "Standard output for people (text, default) or for programs (json)");
  app.add_flag("--quiet,-q", options.quiet, "No progress and no summary; errors are always shown");
}

CLI::App* add_extract(CLI::App& app, Options& options) {
  CLI::App* extract = app.add_subcommand("extract", "Read scans into results");
  extract->footer(kExtractHelp);
  extract->add_option("INPUT", options.inputs, "PDF files, images, or folders of them")->required();
  extract->add_option("--output,-o", options.places.output, "Folder for the results; made where it is missing")
      ->required()
      ->type_name("DIR");
  extract->add_option("--jobs,-j", options.places.jobs, "Pages read at the same time (default: one for each core)")
      ->check(CLI::Range(1, kMostJobs))
      ->type_name("N");
  extract->add_option("--review-below", options.review_below, "Send values less certain than P (0 to 1) to review")
      ->check(CLI::Range(0.0, 1.0))
      ->type_name("P");
  add_choice(*extract, "--reader", options.places.engine.reader,
             {{"both", ReaderChoice::both}, {"own", ReaderChoice::own}, {"tesseract", ReaderChoice::tesseract}},
             "READER", "Who reads: both (default: our line reader, Tesseract where it may be wrong), own or tesseract");
  extract
      ->add_option("--tessdata", options.places.engine.tessdata,
                   "Folder with chi_sim.traineddata to read with, instead of the installed")
      ->type_name("DIR");
  extract->add_option("--dump", options.places.dump, "Folder for pictures of every stage on its page")
      ->type_name("DIR");
  add_reporting_options(*extract, options);
  return extract;
}

CLI::App* add_check(CLI::App& app, Options& options) {
  CLI::App* check = app.add_subcommand("check", "Judge results that exist, after a correction or with new rules");
  check->footer(kCheckHelp);
  check->add_option("RESULT", options.inputs, "NAME.json files that extract wrote")->required();
  add_reporting_options(*check, options);
  return check;
}

/// The commands of `forms`; which of them a call names is put into `options.command`.
void add_forms(CLI::App& app, Options& options) {
  CLI::App* forms = app.add_subcommand("forms", "The forms that shenbao knows");
  forms->footer(kFormsHelp);
  forms->require_subcommand(1);
  CLI::App* list = forms->add_subcommand("list", "One line for each form");
  CLI::App* show = forms->add_subcommand("show", "What a form prints, and what must hold of it");
  show->add_option("ID", options.form, "Id of a form, as \"forms list\" names it")->required();
  CLI::App* check = forms->add_subcommand("check", "Say what is wrong with a definition, by line");
  check->add_option("FILE", options.form, "A form definition (JSON)")->required();
  for (CLI::App* command : {list, show}) {
    command->add_option("--forms", options.forms, "Folder with further form definitions")->type_name("DIR");
    add_language(*command, options.language, "Language: zh (default) or en");
  }
  list->callback([&options] { options.command = Command::forms_list; });
  show->callback([&options] { options.command = Command::forms_show; });
  check->callback([&options] { options.command = Command::forms_check; });
}

}  // namespace

std::optional<Options> parse_options(int argc, char** argv, int& exit_status) {
  Options options;
  options.places.jobs = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  CLI::App app(kAbout, "shenbao");
  app.footer(kExamples);
  app.set_help_flag("--help,-h", "Show this help; every command has its own");
  bool version = false;
  app.add_flag("--version", version, "Show the versions of shenbao, Tesseract, its models, OpenCV and Poppler");
  app.require_subcommand(0, 1);
  add_extract(app, options)->callback([&options] { options.command = Command::extract; });
  add_check(app, options)->callback([&options] { options.command = Command::check; });
  add_forms(app, options);

  exit_status = 0;
  try {
    app.parse(argc, argv);
    if (!version && app.get_subcommands().empty()) throw CLI::CallForHelp();
  } catch (const CLI::ParseError& error) {
    exit_status = app.exit(error) == 0 ? 0 : kTrouble;
    return std::nullopt;
  }
  if (version) options.command = Command::version;
  return options;
}

}  // namespace shenbao::cli
