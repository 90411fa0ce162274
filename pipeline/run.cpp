#include "pipeline/run.h"

#include <filesystem>
#include <utility>

#include "extract/check/check.h"
#include "extract/form/rule_reader.h"
#include "extract/read/read_text.h"
#include "layout/page/straighten.h"
#include "layout/table/analyze_layout.h"
#include "pipeline/engine_parts.h"

namespace shenbao::pipeline {
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
  if (report.source.attachments > 0) {  // what is attached may hold forms too
    const extract::MessageValues values = {{"actual", std::to_string(report.source.attachments)}};
    findings.insert(findings.begin(), finding_of(extract::own_wording("attached_files"), language, values));
  }
  if (!report.source.damage.empty()) {  // a file that was repaired may have lost pages that nobody can see are missing
    const extract::MessageValues values = {{"damage", report.source.damage}};
    findings.insert(findings.begin(), finding_of(extract::own_wording("damaged_file"), language, values));
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
