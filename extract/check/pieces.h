#pragma once

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "extract/form/form.h"
#include "extract/read/page_text.h"

namespace shenbao::extract {

/// A cell with writing of a form's tables, or a line of text beside them, and what filling found it to be.
struct Piece {
  int page_no = 0;
  const TableText* table = nullptr;  ///< nullptr: a line
  const CellText* cell = nullptr;    ///< nullptr: a line
  const Reading* reading = nullptr;
  layout::Quad where{};          ///< scan pixels
  std::u32string words;          ///< of the reading, folded (match_key)
  const Field* value = nullptr;  ///< the form's first that was read here; nullptr: none was
  const Label* label = nullptr;  ///< the form's first label that stands here; nullptr: none does
};

/// Whether the page is one of the form's.
bool has_page(const Form& form, int page_no);

/// Whether the layout or the reader gave the page up.
bool is_unread(const PageText& page);

/// Whether both values were read in one place.
bool is_one_place(const Field& a, const Field& b);

/// Every cell and line with writing on a form's pages, in page order, cells first. `form` and `pages` must outlive it.
class Pieces {
 public:
  Pieces(const Form& form, const std::vector<PageText>& pages);

  std::vector<Piece>::const_iterator begin() const { return pieces_.begin(); }
  std::vector<Piece>::const_iterator end() const { return pieces_.end(); }

  /// The piece that stands there; nullptr where nothing is written.
  const Piece* at(int page_no, const layout::Quad& where) const;
  const Piece* of(const Label& label) const { return at(label.page_no, label.where); }
  const Piece* of(const Field& field) const;  ///< nullptr too for a value that is not printed

  /// The cell that begins where another ends, on its first row; nullptr for none or a blank one.
  const Piece* right_of(const Piece& cell) const;
  /// The cell that begins below another, at its first column.
  const Piece* below(const Piece& cell) const;

 private:
  const Piece* beside(const Piece& cell, int row, int col) const;

  std::vector<Piece> pieces_;
  std::map<std::tuple<int, double, double, double, double>, std::size_t> places_;  ///< page, first and third corner
};

}  // namespace shenbao::extract
