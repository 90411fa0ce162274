#pragma once

#include "extract/page_text.h"
#include "extract/recognizer.h"
#include "extract/snippet.h"
#include "extract/symbol_reader.h"

namespace shenbao::extract {

/// Reads one place of a page.
///
/// `glyph_height` is the usual height of a hanzi there, in snippet pixels. A blank snippet costs nothing.
/// A second reading is spent where the first is in doubt, and on every figure, since a wrong one looks
/// right. The confidence says how often such a reading is right: readings that agree make it high,
/// readings that differ keep it below a half and leave the others as candidates.
Reading read_snippet(const Snippet& snippet, double glyph_height, const Recognizer& recognizer,
                     const SymbolReader& symbols);

}  // namespace shenbao::extract
