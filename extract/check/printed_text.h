#pragma once

#include <string>
#include <vector>

#include "extract/form/form.h"
#include "extract/form/form_words.h"
#include "extract/read/page_text.h"

namespace shenbao::extract {

/// A cell of a form's tables, or a line of text beside them.
struct PrintedText {
  int page_no = 0;
  const TableText* table = nullptr;  ///< nullptr: a line
  const CellText* cell = nullptr;    ///< nullptr: a line
  const Reading* reading = nullptr;
  const layout::Quad* quad = nullptr;  ///< scan pixels
  std::u32string words;                ///< of the reading, folded (match_key)
  const Field* value = nullptr;        ///< the form's first that was read here; nullptr: none was
};

/// Whether the page is one of the form's.
bool has_page(const Form& form, int page_no);

/// Whether the layout or the reader gave the page up.
bool is_unread(const PageText& page);

/// Whether both values were read in one place.
bool is_one_place(const Field& a, const Field& b);

/// Every cell and line with writing on the form's pages, in page order, cells first.
std::vector<PrintedText> texts_of(const Form& form, const std::vector<PageText>& pages);

/// The cell that the field was read in; nullptr for a line and for a blank cell.
const PrintedText* cell_of(const Field& field, const std::vector<PrintedText>& texts);

/// A label of a field or block that a cell prints, alone or with a short value behind it.
struct PrintedLabel {
  const PrintedText* text = nullptr;
  const LabelOwner* owner = nullptr;
  std::u32string behind;  ///< words of the value in the same cell; "" for a cell that prints the label alone
};

/// The labels among the cells of `texts`, in their order; `texts` and `words` must outlive them.
std::vector<PrintedLabel> labels_among(const std::vector<PrintedText>& texts, const FormWords& words);

/// The cell that begins where a label's cell ends, on its first row; nullptr for none or a blank one.
const PrintedText* right_of(const PrintedText& label, const std::vector<PrintedText>& texts);

}  // namespace shenbao::extract
