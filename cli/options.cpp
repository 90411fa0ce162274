#include "cli/options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <map>
#include <thread>

namespace shenbao::cli {
namespace {

using extract::Language;

constexpr const char* kAbout =
    "shenbao reads scanned performance declaration forms (绩效目标申报表) into checked, typed data\n"
    "with evidence for every value: page, place on the scan, text as read, confidence.";

constexpr const char* kExamples = R"(Examples:
  shenbao extract scan.pdf -o out             read one submission; its result is out/scan.json
  shenbao extract 2021/ -o out --jobs 4       read a folder; out/batch.json lists every file
  shenbao extract scan.pdf -o out --dump see  also draw rulings, cells, lines and fields
  shenbao check out/scan.json                 judge again after you corrected a value in it

Exit status: 0 nothing to review, 1 something to review, 2 an input could not be read or the call was wrong.
Results go to standard output, messages and progress to standard error.)";

constexpr const char* kExtractHelp = R"(Reads PDF, TIFF, PNG and JPEG files, and folders of them.

For NAME.pdf the result is DIR/NAME.json; below a folder the output mirrors its subfolders. Inputs whose results
would overwrite each other are refused before any is read. DIR/batch.json lists every input with its result or
its failure; one bad file does not stop the others. Ctrl-C stops cleanly: results that are written stay.)";

constexpr const char* kCheckHelp = R"(Applies the rules to results that exist, without reading the scans again.

Correct a value in the "values" of a result, then run this: the value becomes "corrected" (what was read stays in its
evidence), every rule is judged anew, and the result is written back with its new findings. A result that nobody
has changed keeps the findings that extract gave it.)";

int cores() { return static_cast<int>(std::max(1U, std::thread::hardware_concurrency())); }

/// An option that takes one of these words, which its help and its errors name.
template <typename Value>
void add_choice(CLI::App& app, const std::string& flags, Value& target, const std::map<std::string, Value>& words,
                const std::string& type_name, const std::string& help) {
  std::string allowed;
  for (const auto& [word, value] : words) allowed += (allowed.empty() ? "" : ", ") + word;
  app.add_option_function<std::string>(
         flags, [&target, &words](const std::string& word) { target = words.at(word); }, help)
      ->check([&words, allowed](const std::string& word) {
        return words.count(word) != 0 ? std::string() : "\"" + word + "\" is none of " + allowed;
      })
      ->type_name(type_name);
}

void add_language(CLI::App& app, Language& language, const std::string& help) {
  static const std::map<std::string, Language> kLanguages{{"en", Language::en}, {"zh", Language::zh}};
  add_choice(app, "--lang", language, kLanguages, "LANG", help);
}

void add_reporting_options(CLI::App& app, Options& options) {
  app.add_option("--forms", options.forms, "Folder with further form definitions; same ids replace ours")
      ->type_name("DIR");
  add_language(app, options.language, "Language of findings and summaries: zh (default) or en");
  static const std::map<std::string, Format> kFormats{{"json", Format::json}, {"text", Format::text}};
  add_choice(app, "--format", options.format, kFormats, "FORMAT",
             "Standard output for people (text, default) or for programs (json)");
  app.add_flag("--quiet,-q", options.quiet, "No progress and no summary; errors are always shown");
}

}  // namespace

std::optional<Options> parse_options(int argc, char** argv, int& exit_status) {
  Options options;
  options.jobs = cores();
  CLI::App app(kAbout, "shenbao");
  app.footer(kExamples);
  app.set_help_flag("--help,-h", "Show this help; every command has its own");
  bool version = false;
  app.add_flag("--version", version, "Show the versions of shenbao, Tesseract, its models, OpenCV and Poppler");
  app.require_subcommand(0, 1);

  CLI::App* extract = app.add_subcommand("extract", "Read scans into results");
  extract->footer(kExtractHelp);
  extract->add_option("INPUT", options.inputs, "PDF, TIFF, PNG or JPEG files, or folders of them")->required();
  extract->add_option("--output,-o", options.output, "Folder for the results; made where it is missing")
      ->required()
      ->type_name("DIR");
  extract->add_option("--jobs,-j", options.jobs, "Pages read at the same time (default: one for each core)")
      ->check(CLI::Range(1, 1024))
      ->type_name("N");
  extract->add_option("--review-below", options.review_below, "Send values less certain than P (0 to 1) to review")
      ->check(CLI::Range(0.0, 1.0))
      ->type_name("P");
  static const std::map<std::string, pipeline::ReaderChoice> kReaders{{"both", pipeline::ReaderChoice::both},
                                                                      {"own", pipeline::ReaderChoice::own},
                                                                      {"tesseract", pipeline::ReaderChoice::tesseract}};
  add_choice(*extract, "--reader", options.reader, kReaders, "READER",
             "Who reads: both (default: our line reader, Tesseract where it may be wrong), own or tesseract");
  extract->add_option("--dump", options.dump, "Folder for pictures of every stage on its page")->type_name("DIR");
  add_reporting_options(*extract, options);

  CLI::App* check = app.add_subcommand("check", "Judge results that exist, after a correction or with new rules");
  check->footer(kCheckHelp);
  check->add_option("RESULT", options.inputs, "NAME.json files that extract wrote")->required();
  add_reporting_options(*check, options);

  CLI::App* forms = app.add_subcommand("forms", "The forms that shenbao knows");
  forms->require_subcommand(1);
  CLI::App* list = forms->add_subcommand("list", "One line for each form");
  CLI::App* show = forms->add_subcommand("show", "What a form prints, and what must hold of it");
  show->add_option("ID", options.form, "Id of a form, as \"forms list\" names it")->required();
  CLI::App* check_form = forms->add_subcommand("check", "Say what is wrong with a definition, by line");
  check_form->add_option("FILE", options.form, "A form definition (JSON)")->required();
  for (CLI::App* command : {list, show}) {
    command->add_option("--forms", options.forms, "Folder with further form definitions")->type_name("DIR");
    add_language(*command, options.language, "Language: zh (default) or en");
  }

  exit_status = 0;
  try {
    app.parse(argc, argv);
    if (!version && app.get_subcommands().empty()) throw CLI::CallForHelp();
  } catch (const CLI::ParseError& error) {
    exit_status = app.exit(error) == 0 ? 0 : 2;
    return std::nullopt;
  }
  options.command = version          ? Command::version
                    : *extract       ? Command::extract
                    : *check         ? Command::check
                    : list->parsed() ? Command::forms_list
                    : show->parsed() ? Command::forms_show
                                     : Command::forms_check;
  return options;
}

}  // namespace shenbao::cli
