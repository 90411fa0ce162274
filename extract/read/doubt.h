#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace shenbao::extract {

/// Why a person should compare a value with the scan. In the order in which results list them.
enum class Doubt {
  unsure,             ///< the reader itself is not sure of the text
  second_reader,      ///< the second reader saw another text
  denied_hanzi,       ///< the second reader saw something else for a hanzi, of a kind that neither may know
  lost_figure,        ///< the second reader saw a digit or point more
  another_candidate,  ///< the reader's first choice can be no such value; another one of its readings was taken
  look_alike,         ///< only with characters that print alike, or without specks, is it such a value: O for 0
  unpaired_bracket,   ///< a bracket without its partner, or 》 where ≥ may be printed
  not_a_term,         ///< near a word or title that the form knows, but not it
  lost_operator,      ///< an operator or unit may be printed that was not read: 4250批次 beside no ≥
  unreadable,         ///< there is ink, and no reading of it makes such a value
  unread_ink,         ///< there is ink in the cell that the reading does not account for
  handwritten,
  below_seal,
  beside_ruling,  ///< strokes of a ruling may have been read with the text
  inferred_cell,  ///< a ruling of its cell was concluded from others, not seen
  off_column,     ///< its cell covers other columns too, or is cut
  beyond_blank,   ///< a blank cell stands between the label and the value
  label,          ///< the label or header that tells what the value is was not surely read
  continued,      ///< it goes on on another page, of which the evidence shows the first part
  moved,          ///< on a damaged row: taken from the cell of another column
  split,          ///< on a damaged row: taken off a cell that holds the values of several columns
  sum,            ///< a sum does not hold, and one slip in reading this amount would explain it
};

/// A doubt in words.
struct DoubtWords {
  std::string_view name;  ///< in results: "below_seal"
  std::string_view zh;    ///< a clause without full stop
  std::string_view en;
};

const DoubtWords& words_of(Doubt doubt);

/// The doubt of that name in a result; nothing where there is none.
std::optional<Doubt> doubt_named(std::string_view name);

/// Whether a text was read well enough for its use: it is right with a probability of at least `least`, and nothing
/// speaks against it of which that probability does not know (stamps, rulings, ink or figures that were not read, rare
/// hanzi). A use that is content with an even chance has other evidence for the text, and bears these.
bool reads_well(double confidence, const std::vector<Doubt>& doubts, double least);

/// Adds a doubt to a sorted list, once.
void add_doubt(std::vector<Doubt>& doubts, Doubt doubt);

}  // namespace shenbao::extract
