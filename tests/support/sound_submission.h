#pragma once

#include <string>
#include <vector>

#include "extract/read/page_text.h"
#include "support/page_grid.h"

namespace shenbao::test {

/// A department's form without a fault, on page 1: 甲县水务局, 2023, with two projects.
PageGrid department_grid();

/// A project's form without a fault: 甲县水务局, 2023.
PageGrid project_grid(int page_no, const std::string& name, const std::string& budget);

/// The department's form and those of its two projects, 灌区改造经费 and 防汛物资经费, on pages 1 to 3.
std::vector<PageGrid> submission();

/// A text put in place of another, the first that the page has.
struct Edit {
  int page_no;  ///< which of the grids, from 1
  std::string from;
  std::string to;
};

/// The grids as pages, edited. Throws std::out_of_range where there is nothing to edit.
std::vector<extract::PageText> pages_of(std::vector<PageGrid> grids, const std::vector<Edit>& edits);

}  // namespace shenbao::test
