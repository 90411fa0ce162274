#include "support/indicator_page.h"

#include <stdexcept>

#include "support/form_templates.h"

namespace shenbao::test {

PageGrid indicator_page() {
  return {
      1,
      {},
      {10, 11, 12, 24, 8, 11, 10, 14},
      {"绩效指标|一级指标|二级指标|三级指标|运算符号|内容|度量单位|计划完成时限",
       "^|产出指标|数量指标|新修水渠长度|≥|12.5|公里|2023年12月", "^|^|^|维修泵站数量|=|6|座|2023年11月",
       "^|^|质量指标|验收合格率|=|100|%|2023年12月", "^|效益指标|社会效益指标|灌溉条件改善| |效果明显| |2023年12月"}};
}

const extract::FormTemplate& project_form() {
  for (const extract::FormTemplate& form : delivered_templates()) {
    if (form.id == "project_target") return form;
  }
  throw std::out_of_range("no project_target");
}

const extract::FieldSpec& indicators_of(const extract::FormTemplate& form) { return *form.find_field("/indicators"); }

extract::Sheet sheet_of(const std::vector<extract::PageText>& pages) {
  std::vector<extract::Section> sections;
  for (const extract::PageText& page : pages) {
    extract::Section section;
    section.page = &page;
    for (std::size_t i = 0; i < page.tables.size(); ++i) section.tables.push_back(i);
    for (std::size_t i = 0; i < page.lines.size(); ++i) section.lines.push_back(i);
    sections.push_back(section);
  }
  return extract::make_sheet(sections);
}

std::size_t cell_at(const extract::Sheet& sheet, const std::string& text) {
  for (std::size_t i = 0; i < sheet.cells.size(); ++i) {
    if (sheet.cells[i].reading->text == text) return i;
  }
  throw std::out_of_range("no cell with the text " + text);
}

std::string text_at(const extract::Sheet& sheet, const std::optional<std::size_t>& cell) {
  return cell ? sheet.cells[*cell].reading->text : "-";
}

}  // namespace shenbao::test
