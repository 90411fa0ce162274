#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "extract/read/doubt.h"
#include "layout/ink/geometry.h"

namespace shenbao::extract {

enum class Severity { info, warning, error };
enum class Language { zh, en };

/// Something that a person should know about a document.
struct Finding {
  std::string code;  ///< of the table in the contract: "sum_mismatch"
  Severity severity = Severity::error;
  std::optional<int> form;            ///< index into the document's forms; empty: the whole document
  std::string path;                   ///< JSON Pointer into that form's values; "" for the whole form
  std::optional<int> page_no;         ///< counted from 1
  std::optional<layout::Quad> where;  ///< scan pixels
  std::string message;                ///< a sentence that names the values compared, in the language asked for
  std::string expected;               ///< may be empty
  std::string actual;                 ///< may be empty
};

/// A finding with the document that it is about; its form counts within that document.
struct DocumentFinding {
  std::size_t document = 0;
  Finding finding;
};

/// Why a value is doubtful, a clause for each doubt: "识别把握不足；被印章遮盖".
std::string describe(const std::vector<Doubt>& doubts, Language language);

}  // namespace shenbao::extract
