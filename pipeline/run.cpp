#include "pipeline/run.h"

#include <filesystem>
#include <utility>

#include "extract/check/check.h"
#include "extract/read/read_text.h"
#include "layout/page/straighten.h"
#include "layout/table/analyze_layout.h"
#include "pipeline/engine_parts.h"

namespace shenbao::pipeline {
namespace {

/// A warning about the file as a whole.
extract::Finding warning(const char* code, const std::string& message) {
  extract::Finding finding;
  finding.code = code;
  finding.severity = extract::Severity::warning;
  finding.message = message;
  return finding;
}

/// A file that could be opened only after repair may have lost pages that nobody can see are missing.
extract::Finding damaged_file(const std::string& damage, extract::Language language) {
  return warning(
      "unreadable_page",
      language == extract::Language::zh
          ? "文件已损坏，修复后读取，可能缺页，请与原件核对：" + damage
          : "The file is damaged and was repaired; pages may be missing, compare it with the paper: " + damage);
}

/// What is attached may hold forms too.
extract::Finding attached_files(int count, extract::Language language) {
  const std::string actual = std::to_string(count);
  extract::Finding finding =
      warning("attached_files", language == extract::Language::zh
                                    ? "文件带有" + actual + "个附件，附件未读取；如有表格，请另存后单独提交"
                                    : "Files are attached to the file (" + actual +
                                          ") and were not read; save those that hold forms and give them separately");
  finding.actual = actual;
  return finding;
}

}  // namespace

Setup make_setup(const EngineOptions& options, const std::string& own_forms) {
  Setup setup;
  setup.definitions = load_definitions(options.models, own_forms);
  setup.info = describe_engine(options, setup.definitions);
  return setup;
}

extract::PageText read_page(const layout::Scan& scan, const Engine& engine, const SeeLayout& see) {
  const layout::Page page = layout::straighten(scan, engine.orientation);
  const layout::PageLayout page_layout = layout::analyze_layout(page);
  if (see) see(page, page_layout);
  extract::PageText text = extract::read_text(page, page_layout, readers_of(engine));
  if (!scan.damage.empty()) text.defects.push_back({layout::DefectKind::unreadable_page, {}, scan.damage});
  return rounded(std::move(text));
}

Report conclude(const Document& document, std::vector<extract::PageText> pages, const Setup& setup) {
  Report report;
  report.source = {std::filesystem::path(document.file).filename().string(),
                   document.sha256,
                   document.bytes,
                   document.page_count,
                   document.damage,
                   document.attachments};
  report.engine = setup.info;
  report.pages = std::move(pages);
  report.forms = extract::fill_forms(report.pages, setup.definitions.templates, setup.filling);
  report.forms = extract::flag_inconsistent_amounts(std::move(report.forms), setup.definitions.templates);
  for (extract::Form& form : report.forms) form = rounded(std::move(form));
  report.findings = judge(report, setup.definitions, setup.language);
  return report;
}

std::vector<extract::Finding> judge(const Report& report, const Definitions& definitions, extract::Language language) {
  std::vector<extract::Finding> findings = extract::check(report.pages, report.forms, definitions.templates, language);
  for (extract::Finding& finding : findings) finding = rounded(std::move(finding));
  if (report.source.attachments > 0) {
    findings.insert(findings.begin(), attached_files(report.source.attachments, language));
  }
  if (!report.source.damage.empty()) {
    findings.insert(findings.begin(), damaged_file(report.source.damage, language));
  }
  return findings;
}

Report run(const Document& document, const Engine& engine, const Setup& setup) {
  std::vector<extract::PageText> pages;
  for (int page_no = 1; page_no <= document.page_count; ++page_no) {
    pages.push_back(read_page(rasterize(document, page_no, setup.render_dpi, setup.limits), engine));
  }
  return conclude(document, std::move(pages), setup);
}

}  // namespace shenbao::pipeline
