#pragma once

#include "extract/read/character_odds.h"
#include "extract/read/line_reader.h"
#include "extract/read/recognizer.h"
#include "extract/read/symbol_reader.h"

namespace shenbao::extract {

/// Who reads a page: Tesseract, the line reader, or both; one of the two may be null. Owned by the caller.
struct Readers {
  const LineReader* lines = nullptr;
  const Recognizer* tesseract = nullptr;
  const SymbolReader* symbols = nullptr;  ///< of lone signs, where Tesseract reads alone; never null
  const CharacterOdds* odds = nullptr;    ///< null only without the line reader
};

}  // namespace shenbao::extract
