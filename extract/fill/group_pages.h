#pragma once

#include <optional>
#include <vector>

#include "extract/fill/interpret.h"
#include "extract/fill/sheet.h"
#include "extract/form/form_template.h"
#include "extract/read/page_text.h"

namespace shenbao::extract {

/// A printed title.
struct Title {
  Printed printed;     ///< texts: the title without the year behind it
  double doubt = 0.0;  ///< share of misread characters
};

/// The pieces of pages that make one form.
struct FormPages {
  const FormTemplate* form_template = nullptr;  ///< of the templates given, which must outlive this
  std::optional<Title> title;
  std::vector<Section> sections;  ///< in the order of reading
};

/// Cuts a document into its forms.
///
/// A form begins at a title of one of the templates: a line of text, two lines, or a cell as wide as its table. Without
/// a readable title it begins where its labels are printed a second time, or where no other form goes on. It goes on
/// over pages that print labels of its template or keep its columns. What belongs to no form is left out. Two sheets
/// side by side in one picture are two pages, the left one first.
std::vector<FormPages> group_pages(const std::vector<PageText>& pages, const std::vector<FormTemplate>& templates);

}  // namespace shenbao::extract
