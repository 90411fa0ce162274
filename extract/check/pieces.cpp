#include "extract/check/pieces.h"

#include <algorithm>

#include "base/find_first.h"
#include "extract/text/fold.h"

namespace shenbao::extract {
namespace {

using Place = std::tuple<int, double, double, double, double>;

Place place_of(int page_no, const layout::Quad& where) {
  return {page_no, where.corners[0].x, where.corners[0].y, where.corners[2].x, where.corners[2].y};
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

Pieces::Pieces(const Form& form, const std::vector<PageText>& pages) {
  std::map<Place, const Field*> values;
  std::map<Place, const Label*> labels;
  for (const Field& field : form.fields) {
    if (field.source) values.emplace(place_of(field.source->page_no, field.source->where), &field);
  }
  for (const Label& label : form.labels) labels.emplace(place_of(label.page_no, label.where), &label);
  const auto add = [&](Piece piece) {
    piece.words = match_key(piece.reading->text);
    if (piece.words.empty()) return;
    const Place place = place_of(piece.page_no, piece.where);
    piece.value = values[place];
    piece.label = labels[place];
    places_.emplace(place, pieces_.size());
    pieces_.push_back(std::move(piece));
  };
  for (const PageText& page : pages) {
    if (!has_page(form, page.page_no)) continue;
    for (const TableText& table : page.tables) {
      for (const CellText& cell : table.cells) add({page.page_no, &table, &cell, &cell.reading, cell.quad, {}});
    }
    for (const LineText& line : page.lines) add({page.page_no, nullptr, nullptr, &line.reading, line.quad, {}});
  }
}

const Piece* Pieces::at(int page_no, const layout::Quad& where) const {
  const auto found = places_.find(place_of(page_no, where));
  return found == places_.end() ? nullptr : &pieces_[found->second];
}

const Piece* Pieces::of(const Field& field) const {
  return field.source ? at(field.source->page_no, field.source->where) : nullptr;
}

const Piece* Pieces::right_of(const Piece& cell) const {
  return beside(cell, cell.cell->row, cell.cell->col + cell.cell->col_span);
}

const Piece* Pieces::below(const Piece& cell) const {
  return beside(cell, cell.cell->row + cell.cell->row_span, cell.cell->col);
}

const Piece* Pieces::beside(const Piece& cell, int row, int col) const {
  const auto covers = [&](const CellText& other) {
    return other.row <= row && row < other.row + other.row_span && other.col <= col && col < other.col + other.col_span;
  };
  const CellText* found = find_first(cell.table->cells, covers);
  return found == nullptr ? nullptr : at(cell.page_no, found->quad);
}

}  // namespace shenbao::extract
