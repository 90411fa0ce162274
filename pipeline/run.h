#pragma once

#include <functional>
#include <string>
#include <vector>

#include "extract/fill/fill_forms.h"
#include "extract/form/finding.h"
#include "extract/read/page_text.h"
#include "pipeline/engine.h"
#include "pipeline/input/document.h"
#include "pipeline/report/report.h"

namespace shenbao::layout {
struct Page;
struct PageLayout;
struct Scan;
}  // namespace shenbao::layout

namespace shenbao::pipeline {

/// What all threads of a run share and none changes.
struct Setup {
  Definitions definitions;
  EngineInfo info;
  Limits limits;
  int render_dpi = 300;  ///< for pages that are not one scanned image
  extract::Language language = extract::Language::zh;
  extract::FillOptions filling;
};

/// The definitions of `options` and, unless "", of the folder `own_forms`, and what an engine of these options is.
/// Throws Error (not_found, definition, engine).
Setup make_setup(const EngineOptions& options = {}, const std::string& own_forms = "");

/// Called with what a page's layout stages gave, for those who want to see it drawn.
using SeeLayout = std::function<void(const layout::Page&, const layout::PageLayout&)>;

/// One page, from pixels to text. Pages do not see each other.
extract::PageText read_page(const layout::Scan& scan, const Engine& engine, const SeeLayout& see = {});

/// A document's pages, in page order, to its forms and what is wrong with them.
Report conclude(const Document& document, std::vector<extract::PageText> pages, const Setup& setup);

/// The findings of a report, judged anew by the definitions of `setup`.
std::vector<extract::Finding> judge(const Report& report, const Definitions& definitions, extract::Language language);

/// The whole sentence, one page after the other. Throws Error where the document or a page cannot be read.
Report run(const Document& document, const Engine& engine, const Setup& setup);

}  // namespace shenbao::pipeline
