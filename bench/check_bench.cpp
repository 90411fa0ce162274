#include <benchmark/benchmark.h>

#include "extract/check/check.h"
#include "extract/fill/fill_forms.h"
#include "extract/form/form_template.h"
#include "support/seed_pages.h"
#include "support/sound_submission.h"
#include "support/source_tree.h"

namespace {

using namespace shenbao;

/// A submission of ten forms, made of the damaged one: more goes wrong on it than on any that people hand in.
struct Submission {
  std::vector<extract::FormTemplate> templates = extract::load_form_templates(
      test::source_path("models/forms"), test::source_path("models/forms/schema/form.schema.json"),
      test::source_path("models/lexicon"));
  std::vector<extract::PageText> pages = test::seed_pages();
  std::vector<extract::Form> forms = extract::fill_forms(pages, templates);

  Submission() {
    const std::vector<extract::Form> once = forms;
    while (forms.size() < 10) forms.push_back(once[forms.size() % once.size()]);
  }
};

void check_ten_forms(benchmark::State& state) {
  const Submission submission;
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        extract::check(submission.pages, submission.forms, submission.templates, extract::Language::zh));
  }
}
BENCHMARK(check_ten_forms)->Unit(benchmark::kMillisecond);

/// Ten forms as offices hand them in, without a fault: a department's and those of nine projects.
void check_ten_sound_forms(benchmark::State& state) {
  const Submission submission;
  std::vector<test::PageGrid> grids = {test::department_grid()};
  for (int page_no = 2; page_no <= 10; ++page_no) {
    grids.push_back(test::project_grid(page_no, "灌区改造经费" + std::to_string(page_no), "86.5"));
  }
  const std::vector<extract::PageText> pages = test::pages_of(grids, {});
  const std::vector<extract::Form> forms = extract::fill_forms(pages, submission.templates);
  for (auto _ : state) {
    benchmark::DoNotOptimize(extract::check(pages, forms, submission.templates, extract::Language::zh));
  }
}
BENCHMARK(check_ten_sound_forms)->Unit(benchmark::kMillisecond);

}  // namespace
