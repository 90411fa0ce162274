#include "extract/fill/find_labels.h"

#include <algorithm>
#include <set>
#include <tuple>

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
  std::string block;
};

/// A cell or line, with every point at which a label may end and a value begin.
struct Piece {
  std::optional<std::size_t> cell;
  std::optional<std::size_t> line;
  const Reading* reading = nullptr;
  std::vector<std::u32string> readings;  ///< the whole text, as each candidate has it

  /// What stands between a label and its value: a colon, another mark that may be a misread colon, white space,
  /// nothing but the first digit of a number that ends the text, or nothing.
  enum class Sign { colon, mark, gap, number, none };

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

/// As a share of a label's characters. Without a colon the words behind a label may be the rest of a longer label,
/// which then goes first.
double penalty_of(Piece::Sign sign) {
  switch (sign) {
    case Piece::Sign::colon:
    case Piece::Sign::number:
      return 0.0;
    case Piece::Sign::mark:
      return 0.1;  // mostly a misread colon
    case Piece::Sign::gap:
      return 0.35;  // words of one label are set apart too
    case Piece::Sign::none:
      break;
  }
  return 0.5;
}

/// Share of the characters of a label's second variant that may be read otherwise.
constexpr double kSameAgain = 0.25;

/// Outside its block a label is another form's or another block's: a quarter of its characters' worth of doubt.
constexpr double kOutsideBlock = 0.25;

std::vector<Wanted> wanted_labels(const FormTemplate& form) {
  std::vector<Wanted> wanted;
  const auto add = [&](LabelKind kind, std::size_t spec, const std::vector<std::string>& labels,
                       const std::string& block) {
    for (std::size_t v = 0; v < labels.size(); ++v) wanted.push_back({kind, spec, v, match_key(labels[v]), block});
  };
  for (std::size_t i = 0; i < form.fields.size(); ++i)
    add(LabelKind::field, i, form.fields[i].labels, form.fields[i].block);
  for (std::size_t i = 0; i < form.blocks.size(); ++i) add(LabelKind::block, i, form.blocks[i].labels, "");
  for (std::size_t i = 0; i < form.furniture.size(); ++i) add(LabelKind::fixed, i, {form.furniture[i]}, "");
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
      cut(i, i, Piece::Sign::number);
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
      piece.readings.push_back(match_key(reading.candidates[i].text));
    }
    if (!piece.readings.front().empty() || piece.readings.size() > 1) pieces.push_back(std::move(piece));
  };
  for (std::size_t i = 0; i < sheet.cells.size(); ++i) {
    if (!taken[i]) add(*sheet.cells[i].reading, i, std::nullopt);
  }
  for (std::size_t i = 0; i < sheet.lines.size(); ++i) add(*sheet.lines[i].reading, std::nullopt, i);
  return pieces;
}

/// The least cost of a whole reading, if it may be this label at all.
std::optional<double> whole_cost(const Piece& piece, const std::u32string& label) {
  std::optional<double> best;
  for (const std::u32string& words : piece.readings) {
    const double limit = cost_limit(label.size());
    const double difference = static_cast<double>(words.size()) - static_cast<double>(label.size());
    if (std::abs(difference) > limit) continue;
    const double cost = edit_cost(words, label);
    if (cost <= limit && (!best || cost < *best)) best = cost;
  }
  return best;
}

std::optional<Match> match(const Wanted& wanted, const Piece& piece) {
  std::optional<Match> best;
  const auto consider = [&](double cost, double penalty, const std::string& behind, Piece::Sign sign) {
    const double doubt = cost / static_cast<double>(wanted.words.size());
    if (!best || doubt + penalty < best->doubt + best->penalty) best = Match{0, 0, doubt, penalty, behind, sign};
  };
  if (const auto cost = whole_cost(piece, wanted.words)) consider(*cost, 0.0, "", Piece::Sign::none);
  if (wanted.kind == LabelKind::block) return best;
  for (const Piece::Cut& cut : piece.cuts) {
    if (cut.sign == Piece::Sign::none && wanted.words.size() < kTellingLabel) continue;
    const double limit = cut.sign == Piece::Sign::colon ? cost_limit(wanted.words.size()) : 0.0;
    const double difference = static_cast<double>(cut.label.size()) - static_cast<double>(wanted.words.size());
    if (std::abs(difference) > limit) continue;
    const double cost = edit_cost(cut.label, wanted.words);
    if (cost <= limit) consider(cost, penalty_of(cut.sign), cut.behind, cut.sign);
  }
  return best;
}

/// Whether the cell stands on rows that the block's label covers; on another table it may, out of sight.
bool inside_block(const Sheet& sheet, std::size_t cell, std::size_t block_cell) {
  const SheetCell& inner = sheet.cells[cell];
  const SheetCell& side = sheet.cells[block_cell];
  if (inner.table != side.table) return true;
  return inner.row >= side.row && inner.row <= side.row_end();
}

PlacedLabel placed(const Match& match, const Wanted& wanted, const Piece& piece) {
  PlacedLabel label;
  label.kind = wanted.kind;
  label.spec = wanted.spec;
  label.variant = wanted.variant;
  label.cell = piece.cell;
  label.line = piece.line;
  label.doubt = match.doubt;
  label.behind = match.behind;
  label.separated = match.sign == Piece::Sign::colon || match.sign == Piece::Sign::mark;
  return label;
}

/// Ends a value where another label begins on the same line: 申报单位：甲局　单位：万元.
std::string before_next_label(const std::string& behind, const std::vector<Wanted>& wanted) {
  const Folded folded = fold(behind);
  for (std::size_t i = 1; i < folded.text.size(); ++i) {
    if (folded.begin[i] == folded.end[i - 1]) continue;  // a label begins behind white space
    const std::string rest = behind.substr(folded.begin[i]);
    const std::size_t colon = fold(rest).text.find(U':');
    if (colon == std::u32string::npos) continue;
    const std::u32string words = match_key(rest.substr(0, fold(rest).begin[colon]));
    const std::u32string all = match_key(rest);
    const auto is_label = [&](const Wanted& label) { return label.words == words || label.words == all; };
    if (std::any_of(wanted.begin(), wanted.end(), is_label)) return trim(behind.substr(0, folded.begin[i]));
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
          (bounded || !is_blank(*cell.reading))) {
        between.push_back(i);
      }
    }
    if (between.size() != last - first - 1) continue;
    const auto could_be = [&](std::size_t i) {
      const double wanted = static_cast<double>(match_key(form.fields[first + 1 + i].labels.front()).size());
      const double have = static_cast<double>(match_key(sheet.cells[between[i]].reading->text).size());
      const bool unread = have == 0.0 && (bounded || sheet.cells[between[i]].reading->has_ink);
      return (unread || have >= 0.5 * wanted) && have <= 2.0 * wanted && !cells_right_of(sheet, between[i]).empty();
    };
    bool likely = true;
    for (std::size_t i = 0; i < between.size(); ++i) likely = likely && could_be(i);
    if (!likely) continue;
    for (std::size_t i = 0; i < between.size(); ++i) {
      PlacedLabel label;
      label.spec = first + 1 + i;
      label.cell = between[i];
      label.doubt = 1.0;
      label.clear = false;
      labels.push_back(label);
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
      if (auto found = match(wanted[w], pieces[p])) {
        found->wanted = w;
        found->piece = p;
        matches.push_back(*found);
      }
    }
  }

  std::vector<PlacedLabel> labels;
  std::vector<std::optional<std::size_t>> block_cells(form.blocks.size());
  // Where no mark ends the label, the longer one does: 申报单位（盖章）甲局.
  const auto shortness = [&](const Match& match) {
    const bool run_on = !match.behind.empty() && match.sign == Piece::Sign::none;
    return run_on ? -static_cast<int>(wanted[match.wanted].words.size()) : 0;
  };
  const auto by_doubt = [&](const Match& a, const Match& b) {
    return std::make_tuple(a.doubt + a.penalty, shortness(a), wanted[a.wanted].variant, a.piece, a.wanted) <
           std::make_tuple(b.doubt + b.penalty, shortness(b), wanted[b.wanted].variant, b.piece, b.wanted);
  };
  std::sort(matches.begin(), matches.end(), by_doubt);
  for (const Match& found : matches) {
    const Wanted& label = wanted[found.wanted];
    if (label.kind != LabelKind::block || block_cells[label.spec] || !pieces[found.piece].cell) continue;
    block_cells[label.spec] = pieces[found.piece].cell;
    labels.push_back(placed(found, label, pieces[found.piece]));
  }

  for (Match& found : matches) {
    const Wanted& label = wanted[found.wanted];
    const Piece& piece = pieces[found.piece];
    for (std::size_t b = 0; b < form.blocks.size(); ++b) {
      if (form.blocks[b].id == label.block && block_cells[b] && piece.cell &&
          !inside_block(sheet, *piece.cell, *block_cells[b])) {
        found.penalty += kOutsideBlock;
        break;
      }
    }
  }
  std::sort(matches.begin(), matches.end(), by_doubt);

  std::set<std::size_t> used_pieces;
  std::set<std::size_t> placed_fields;
  for (const Match& found : matches) {
    const Wanted& label = wanted[found.wanted];
    if (label.kind == LabelKind::block || used_pieces.count(found.piece) > 0) continue;
    // A second variant of a label that is placed already (年度目标 beside 总体目标) must fill its cell, read right but
    // for a speck or a look-alike.
    const bool again = label.kind == LabelKind::field && placed_fields.count(label.spec) > 0;
    if (again && found.doubt > (found.behind.empty() ? kSameAgain : 0.0)) continue;
    PlacedLabel result = placed(found, label, pieces[found.piece]);
    constexpr double kMargin = 0.1;  // share of a label's characters; a rival so near is as likely
    const bool run_on = !found.behind.empty() && found.sign == Piece::Sign::none;
    result.clear = !run_on && std::none_of(matches.begin(), matches.end(), [&](const Match& other) {
      const Wanted& rival = wanted[other.wanted];
      return other.piece == found.piece && rival.kind == LabelKind::field && label.kind == LabelKind::field &&
             rival.spec != label.spec && placed_fields.count(rival.spec) == 0 && found.doubt > 0.0 &&
             other.doubt + other.penalty < found.doubt + found.penalty + kMargin;
    });
    result.behind = before_next_label(result.behind, wanted);
    labels.push_back(result);
    used_pieces.insert(found.piece);
    if (label.kind == LabelKind::field) placed_fields.insert(label.spec);
  }
  place_by_order(sheet, form, taken, labels);
  std::stable_sort(labels.begin(), labels.end(), [](const PlacedLabel& a, const PlacedLabel& b) {
    return std::make_tuple(a.kind, a.spec, a.variant) < std::make_tuple(b.kind, b.spec, b.variant);
  });
  return labels;
}

}  // namespace shenbao::extract
