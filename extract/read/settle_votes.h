#pragma once

#include <string>
#include <vector>

#include "extract/read/reading.h"

namespace shenbao::extract {

/// Whether the text is a number as it is printed: digits with points, commas, a sign or a percent sign.
bool is_figure(const std::string& text);

/// Several readings of one line as one: the text that most readers gave. A tie goes to a figure, since only figures
/// are read by two models, then to a text without signs that these papers never print, then to the earlier reader.
///
/// `votes`, at least one, hold the readers' own confidences: of the least certain place. The result's say how
/// often such a reading is right. Every text but the chosen one stays as a candidate.
Reading settle_votes(const std::vector<Candidate>& votes);

}  // namespace shenbao::extract
