#include "extract/fill/find_labels.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "base/find_first.h"
#include "extract/text/fold.h"
#include "extract/text/label_match.h"
#include "extract/text/parse.h"

namespace shenbao::extract {
namespace {

/// A label of the template, ready to be compared.
struct Wanted {
  LabelKind kind = LabelKind::field;
  std::size_t spec = 0;
  std::size_t variant = 0;
  std::u32string words;
};

/// A cell or line, with every point at which a label may end and a value begin.
struct Piece {
  std::optional<std::size_t> cell;
  std::optional<std::size_t> line;
  const Reading* reading = nullptr;
  std::vector<std::u32string> readings;  ///< the whole text, as each candidate has it

  /// What stands between a label and its value: a colon, another mark that may be a misread colon, white space, or
  /// nothing.
  enum class Sign { colon, mark, gap, none };

  struct Cut {
    std::u32string label;
    std::string behind;
    Sign sign = Sign::none;
  };
  std::vector<Cut> cuts;
};

struct Match {
  std::size_t wanted = 0;
  std::size_t piece = 0;
  double doubt = 0.0;
  double penalty = 0.0;  ///< ranks it behind likelier places
  std::string behind;
  Piece::Sign sign = Piece::Sign::none;
};

constexpr std::size_t kMostCandidates = 3;  // other readings of a text; later ones are chance

/// Labels are searched for at the head of a text only; the longest known has 21 characters.
constexpr std::size_t kLongestLabel = 30;

/// A label of fewer characters may begin any text by chance.
constexpr std::size_t kTellingLabel = 4;

// Shares of a label's characters, which rank one place behind another like as many misread ones.
constexpr double kNoMark = 0.4;  // words behind a label without a mark may be the rest of a longer label
constexpr double kMargin = 0.1;  // a rival so near is as likely

std::vector<Wanted> wanted_labels(const FormTemplate& form) {
  std::vector<Wanted> wanted;
  const auto add = [&](LabelKind kind, std::size_t spec, const std::vector<std::string>& labels) {
    for (std::size_t v = 0; v < labels.size(); ++v) wanted.push_back({kind, spec, v, match_key(labels[v])});
  };
  for (std::size_t i = 0; i < form.fields.size(); ++i) add(LabelKind::field, i, form.fields[i].labels);
  for (std::size_t i = 0; i < form.blocks.size(); ++i) add(LabelKind::block, i, form.blocks[i].labels);
  for (std::size_t i = 0; i < form.static_labels.size(); ++i) add(LabelKind::fixed, i, {form.static_labels[i]});
  return wanted;
}

std::vector<Piece::Cut> cuts_of(const std::string& text) {
  std::vector<Piece::Cut> cuts;
  const Folded folded = fold(text);
  const std::u32string& signs = folded.text;
  const auto cut = [&](std::size_t label_end, std::size_t value_begin, Piece::Sign sign) {
    const std::size_t from = value_begin < signs.size() ? folded.begin[value_begin] : text.size();
    cuts.push_back({match_key(text.substr(0, folded.end[label_end - 1])), trim(text.substr(from)), sign});
  };
  const auto is_mark = [](char32_t c) {
    return c == ',' || c == '.' || c == '!' || c == U'。' || c == U'、' || c == U'·' || c == U'，';
  };
  for (std::size_t i = 1; i < std::min(signs.size(), kLongestLabel); ++i) {
    if (signs[i] == ':' || signs[i] == ';') {
      cut(i, i + 1, Piece::Sign::colon);
    } else if (is_mark(signs[i])) {
      cut(i, i + 1, Piece::Sign::mark);
    } else if (parse_decimal(text.substr(folded.begin[i]))) {
      cut(i, i, Piece::Sign::mark);  // a number to the end is no speck behind the label
    } else {
      cut(i, i, folded.begin[i] > folded.end[i - 1] ? Piece::Sign::gap : Piece::Sign::none);
    }
  }
  return cuts;
}

std::vector<Piece> pieces_of(const Sheet& sheet, const std::vector<bool>& taken) {
  std::vector<Piece> pieces;
  const auto add = [&](const Reading& reading, std::optional<std::size_t> cell, std::optional<std::size_t> line) {
    Piece piece{cell, line, &reading, {match_key(reading.text)}, cuts_of(reading.text)};
    for (std::size_t i = 0; i < std::min(kMostCandidates, reading.candidates.size()); ++i) {
      piece.readings.push_back(match_key(reading.candidates[i]));
    }
    if (!piece.readings.front().empty() || piece.readings.size() > 1) pieces.push_back(std::move(piece));
  };
  for (std::size_t i = 0; i < sheet.cells.size(); ++i) {
    if (!taken[i]) add(*sheet.cells[i].reading, i, std::nullopt);
  }
  for (std::size_t i = 0; i < sheet.lines.size(); ++i) add(*sheet.lines[i].reading, std::nullopt, i);
  return pieces;
}

bool is_mark(Piece::Sign sign) { return sign == Piece::Sign::colon || sign == Piece::Sign::mark; }

/// The cost of reading a label as these words, if they may be it at all.
std::optional<double> label_cost(const std::u32string& words, const std::u32string& label) {
  const double limit = cost_limit(label.size());
  const double difference = static_cast<double>(words.size()) - static_cast<double>(label.size());
  if (std::abs(difference) > limit) return std::nullopt;  // most are: the alignment is spared
  const double cost = edit_cost(words, label, limit);
  return cost <= limit ? std::make_optional(cost) : std::nullopt;
}

/// The best match of a label with a piece, both by their numbers.
std::optional<Match> match(const std::vector<Wanted>& all_wanted, std::size_t w, const std::vector<Piece>& pieces,
                           std::size_t p) {
  const Wanted& wanted = all_wanted[w];
  const Piece& piece = pieces[p];
  std::optional<Match> best;
  const auto consider = [&](double cost, double penalty, const std::string& behind, Piece::Sign sign) {
    const double doubt = cost / static_cast<double>(wanted.words.size());
    if (!best || doubt + penalty < best->doubt + best->penalty) best = Match{w, p, doubt, penalty, behind, sign};
  };
  for (const std::u32string& words : piece.readings) {
    if (const auto cost = label_cost(words, wanted.words)) consider(*cost, 0.0, "", Piece::Sign::none);
  }
  if (wanted.kind == LabelKind::block) return best;
  for (const Piece::Cut& cut : piece.cuts) {
    if (cut.sign == Piece::Sign::none && wanted.words.size() < kTellingLabel) continue;
    const auto cost = label_cost(cut.label, wanted.words);
    const double penalty = is_mark(cut.sign) ? 0.0 : kNoMark;
    if (cost && (*cost == 0.0 || cut.sign == Piece::Sign::colon)) consider(*cost, penalty, cut.behind, cut.sign);
  }
  return best;
}

/// Ends a value where another label begins on the same line: 申报单位：甲局　单位：万元.
std::string before_next_label(const std::string& behind, const std::vector<Wanted>& wanted) {
  for (const Piece::Cut& gap : cuts_of(behind)) {
    if (gap.sign != Piece::Sign::gap) continue;
    const std::u32string all = match_key(gap.behind);
    const std::vector<Piece::Cut> cuts = cuts_of(gap.behind);
    const auto* colon = find_first(cuts, [](const Piece::Cut& cut) { return cut.sign == Piece::Sign::colon; });
    if (colon == nullptr) continue;
    const auto is_label = [&](const Wanted& label) { return label.words == colon->label || label.words == all; };
    if (std::any_of(wanted.begin(), wanted.end(), is_label)) {
      return trim(behind.substr(0, behind.size() - gap.behind.size()));
    }
  }
  return behind;
}

/// Gives the cells between two placed items of a block to the items that were not found there, when as many of
/// one as of the other are left: a label that nobody could read keeps its place in the printed order.
void place_by_order(const Sheet& sheet, const FormTemplate& form, const std::vector<bool>& taken,
                    std::vector<PlacedLabel>& labels) {
  const auto cell_of = [&](std::size_t spec) -> std::optional<std::size_t> {
    for (const PlacedLabel& label : labels) {
      if (label.kind == LabelKind::field && label.spec == spec && label.behind.empty()) return label.cell;
    }
    return std::nullopt;
  };
  std::set<std::size_t> used;
  for (const PlacedLabel& label : labels) {
    if (label.cell) used.insert(*label.cell);
  }
  for (std::size_t first = 0; first + 1 < form.fields.size(); ++first) {
    const std::string& block = form.fields[first].block;
    const auto upper = cell_of(first);
    if (block.empty() || !upper) continue;
    std::size_t last = first + 1;
    while (last < form.fields.size() && form.fields[last].block == block && !cell_of(last)) ++last;
    if (last == first + 1) continue;
    const bool bounded = last < form.fields.size() && form.fields[last].block == block;
    const SheetCell& above = sheet.cells[*upper];
    const int end_row =
        bounded ? sheet.cells[*cell_of(last)].row : above.row_end() + static_cast<int>(last - first - 1);
    std::vector<std::size_t> between;
    for (std::size_t i = 0; i < sheet.cells.size(); ++i) {
      const SheetCell& cell = sheet.cells[i];
      if (cell.table == above.table && cell.col == above.col && cell.col_span == above.col_span &&
          cell.row >= above.row_end() && cell.row < end_row && used.count(i) == 0 && !taken[i] &&
          (bounded || !is_blank(*cell.reading)) && !cells_right_of(sheet, i).empty()) {
        between.push_back(i);
      }
    }
    if (between.size() != last - first - 1) continue;
    for (std::size_t i = 0; i < between.size(); ++i) {
      labels.push_back({LabelKind::field, first + 1 + i, 0, between[i], std::nullopt, 1.0, false, ""});
      used.insert(between[i]);
    }
  }
}

}  // namespace

bool is_sure(const PlacedLabel& label) {
  constexpr double kWellRead = 0.2;  // share of characters misread; what stands beside a worse one is for review
  return label.clear && label.doubt <= kWellRead;
}

std::vector<PlacedLabel> find_labels(const Sheet& sheet, const FormTemplate& form, const std::vector<bool>& taken) {
  const std::vector<Wanted> wanted = wanted_labels(form);
  const std::vector<Piece> pieces = pieces_of(sheet, taken);
  std::vector<Match> matches;
  for (std::size_t w = 0; w < wanted.size(); ++w) {
    for (std::size_t p = 0; p < pieces.size(); ++p) {
      if (const auto found = match(wanted, w, pieces, p)) matches.push_back(*found);
    }
  }

  // Where no mark ends the label, the longer one does: 申报单位（盖章）甲局.
  const auto is_run_on = [](const Match& match) { return !match.behind.empty() && match.sign == Piece::Sign::none; };
  const auto rank = [&](const Match& match) {
    const auto length = static_cast<int>(wanted[match.wanted].words.size());
    return std::make_tuple(match.doubt + match.penalty, is_run_on(match) ? -length : 0, wanted[match.wanted].variant,
                           match.piece, match.wanted);
  };
  std::sort(matches.begin(), matches.end(), [&](const Match& a, const Match& b) { return rank(a) < rank(b); });

  std::vector<PlacedLabel> labels;
  std::set<std::size_t> used_pieces, placed_blocks, placed_fields;
  for (const Match& found : matches) {
    const Wanted& label = wanted[found.wanted];
    const bool is_block = label.kind == LabelKind::block;
    if (is_block ? placed_blocks.count(label.spec) > 0 || !pieces[found.piece].cell
                 : used_pieces.count(found.piece) > 0) {
      continue;
    }
    const auto is_rival = [&](const Match& other) {
      const Wanted& rival = wanted[other.wanted];
      return other.piece == found.piece && rival.kind == LabelKind::field && rival.spec != label.spec &&
             placed_fields.count(rival.spec) == 0 &&
             other.doubt + other.penalty < found.doubt + found.penalty + kMargin;
    };
    const bool may_be_other = label.kind == LabelKind::field && found.doubt > 0.0;
    const bool clear = !is_run_on(found) && !(may_be_other && std::any_of(matches.begin(), matches.end(), is_rival));
    const Piece& piece = pieces[found.piece];
    labels.push_back({label.kind, label.spec, label.variant, piece.cell, piece.line, found.doubt, clear,
                      before_next_label(found.behind, wanted)});
    if (is_block) placed_blocks.insert(label.spec);
    if (!is_block) used_pieces.insert(found.piece);
    if (label.kind == LabelKind::field) placed_fields.insert(label.spec);
  }
  place_by_order(sheet, form, taken, labels);
  std::stable_sort(labels.begin(), labels.end(), [](const PlacedLabel& a, const PlacedLabel& b) {
    return std::make_tuple(a.kind, a.spec, a.variant) < std::make_tuple(b.kind, b.spec, b.variant);
  });
  return labels;
}

}  // namespace shenbao::extract
