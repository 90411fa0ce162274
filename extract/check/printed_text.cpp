#include "extract/check/printed_text.h"

#include <algorithm>

#include "extract/text/fold.h"

namespace shenbao::extract {
namespace {

constexpr std::size_t kLongestValue = 12;  // characters; more is a text that begins with a label's words

bool stands_at(const Field& field, int page_no, const layout::Quad& quad) {
  if (!field.source || field.source->page_no != page_no) return false;
  const layout::Point &own = field.source->where.corners[0], &wanted = quad.corners[0];
  return own.x == wanted.x && own.y == wanted.y && field.source->where == quad;  // most are told by the first corner
}

}  // namespace

bool has_page(const Form& form, int page_no) {
  return std::find(form.pages.begin(), form.pages.end(), page_no) != form.pages.end();
}

bool is_unread(const PageText& page) {
  return std::any_of(page.defects.begin(), page.defects.end(),
                     [](const layout::Defect& defect) { return defect.kind == layout::DefectKind::unreadable_page; });
}

bool is_one_place(const Field& a, const Field& b) {
  return a.source && b.source && a.source->page_no == b.source->page_no && a.source->where == b.source->where;
}

std::vector<PrintedText> texts_of(const Form& form, const std::vector<PageText>& pages) {
  std::vector<PrintedText> texts;
  const auto add = [&](int page_no, const TableText* table, const CellText* cell, const Reading& reading,
                       const layout::Quad& quad) {
    std::u32string words = match_key(reading.text);
    if (words.empty()) return;
    const auto value = std::find_if(form.fields.begin(), form.fields.end(),
                                    [&](const Field& field) { return stands_at(field, page_no, quad); });
    texts.push_back(
        {page_no, table, cell, &reading, &quad, std::move(words), value == form.fields.end() ? nullptr : &*value});
  };
  for (const PageText& page : pages) {
    if (!has_page(form, page.page_no)) continue;
    for (const TableText& table : page.tables) {
      for (const CellText& cell : table.cells) add(page.page_no, &table, &cell, cell.reading, cell.quad);
    }
    for (const LineText& line : page.lines) add(page.page_no, nullptr, nullptr, line.reading, line.quad);
  }
  return texts;
}

const PrintedText* cell_of(const Field& field, const std::vector<PrintedText>& texts) {
  const auto found = std::find_if(texts.begin(), texts.end(), [&](const PrintedText& text) {
    return text.cell != nullptr && text.value != nullptr && stands_at(field, text.page_no, *text.quad);
  });
  return found == texts.end() ? nullptr : &*found;
}

std::vector<PrintedLabel> labels_among(const std::vector<PrintedText>& texts, const FormWords& words) {
  std::vector<PrintedLabel> labels;
  for (const PrintedText& placed : texts) {
    if (placed.cell == nullptr) continue;
    if (const auto whole = words.owners.find(placed.words); whole != words.owners.end()) {
      labels.push_back({&placed, &whole->second, {}});
      continue;
    }
    const std::pair<const std::u32string, LabelOwner>* longest = nullptr;
    // Labels that begin with the same character stand side by side.
    for (auto known = words.owners.lower_bound(placed.words.substr(0, 1));
         known != words.owners.end() && known->first.front() == placed.words.front(); ++known) {
      const std::u32string& label = known->first;
      const bool begins = placed.words.compare(0, label.size(), label) == 0;
      if (begins && (longest == nullptr || label.size() > longest->first.size())) longest = &*known;
    }
    if (longest == nullptr || placed.words.size() - longest->first.size() > kLongestValue) continue;
    labels.push_back({&placed, &longest->second, placed.words.substr(longest->first.size())});
  }
  return labels;
}

const PrintedText* right_of(const PrintedText& label, const std::vector<PrintedText>& texts) {
  for (const PrintedText& other : texts) {
    if (other.table != label.table || other.cell == nullptr || other.cell->row > label.cell->row) continue;
    const bool begins_there = other.cell->col == label.cell->col + label.cell->col_span;
    if (begins_there && label.cell->row < other.cell->row + other.cell->row_span) return &other;
  }
  return nullptr;
}

}  // namespace shenbao::extract
