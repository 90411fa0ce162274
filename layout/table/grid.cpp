#include "layout/table/grid.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <tuple>
#include <utility>

#include "layout/ink/runs.h"
#include "layout/ink/statistics.h"
#include "layout/table/bend.h"

namespace shenbao::layout {

namespace {

/// Where a horizontal and a vertical ruling meet.
struct Junction {
  int horizontal = 0;  ///< index into the horizontal rulings
  int vertical = 0;
  Point at;
};

Point crossing(const Ruling& horizontal, const Ruling& vertical) {
  double x = vertical.at((horizontal.trace.front().y + horizontal.trace.back().y) / 2);
  double y = horizontal.at(x);
  constexpr int kRounds = 3;  // each moves it by the slope of nearly level lines: the last by nothing that counts
  for (int round = 0; round < kRounds; ++round) {
    x = vertical.at(y);
    y = horizontal.at(x);
  }
  return {x, y};
}

struct Graph {
  std::vector<Ruling> horizontals;
  std::vector<Ruling> verticals;
  std::vector<Junction> junctions;

  std::vector<Ruling>& of(Direction direction) { return direction == Direction::horizontal ? horizontals : verticals; }
};

/// How far a ruling may be from the one that it ends at. A short stroke must reach it.
double reach_of(const Ruling& ruling, double reach) {
  constexpr double kLeast = 2;     // pixels: the edge of the other is known no better
  constexpr double kShare = 0.06;  // of its length; more lets strokes of glyphs in a cell bound it
  return std::min(reach, std::max(kLeast, kShare * ruling.length()));
}

void find_junctions(Graph& graph, double reach) {
  graph.junctions.clear();
  for (std::size_t h = 0; h < graph.horizontals.size(); ++h) {
    const Ruling& horizontal = graph.horizontals[h];
    const double level_reach = reach_of(horizontal, reach);
    for (std::size_t v = 0; v < graph.verticals.size(); ++v) {
      const Ruling& vertical = graph.verticals[v];
      const double upright_reach = reach_of(vertical, reach);
      const Point at = crossing(horizontal, vertical);
      if (at.x < horizontal.begin() - level_reach || at.x > horizontal.end() + level_reach) continue;
      if (at.y < vertical.begin() - upright_reach || at.y > vertical.end() + upright_reach) continue;
      graph.junctions.push_back({static_cast<int>(h), static_cast<int>(v), at});
    }
  }
}

/// Where along a ruling it meets the first and the last of those that it meets, and how many they are.
struct Meetings {
  double first = std::numeric_limits<double>::max();
  double last = std::numeric_limits<double>::lowest();
  int count = 0;
};

std::vector<Meetings> meetings_of(const Graph& graph, Direction direction) {
  const bool level = direction == Direction::horizontal;
  std::vector<Meetings> meetings(level ? graph.horizontals.size() : graph.verticals.size());
  for (const Junction& junction : graph.junctions) {
    Meetings& own = meetings[level ? junction.horizontal : junction.vertical];
    const double along = level ? junction.at.x : junction.at.y;
    own.first = std::min(own.first, along);
    own.last = std::max(own.last, along);
    ++own.count;
  }
  return meetings;
}

/// Leaves out every ruling that does not meet two others apart from each other: underlines and strokes. Each one left
/// out may leave another alone, so this is done until all that are left bound something.
void drop_loose(Graph& graph, double reach) {
  for (bool dropped = true; dropped;) {
    dropped = false;
    find_junctions(graph, reach);
    for (const Direction direction : {Direction::horizontal, Direction::vertical}) {
      const std::vector<Meetings> meetings = meetings_of(graph, direction);
      std::vector<Ruling> kept;
      for (std::size_t i = 0; i < meetings.size(); ++i) {
        const bool bounds = meetings[i].count >= 2 && meetings[i].last - meetings[i].first > reach;
        if (bounds) kept.push_back(std::move(graph.of(direction)[i]));
      }
      dropped = kept.size() != meetings.size();
      graph.of(direction) = std::move(kept);
      if (dropped) break;
    }
  }
}

Ruling inferred_ruling(Direction direction, std::vector<Point> trace) {
  Ruling ruling;
  ruling.direction = direction;
  const bool level = direction == Direction::horizontal;
  std::sort(trace.begin(), trace.end(), [level](const Point& a, const Point& b) {
    return level ? std::tie(a.x, a.y) < std::tie(b.x, b.y) : std::tie(a.y, a.x) < std::tie(b.y, b.x);
  });
  ruling.trace = std::move(trace);
  ruling.printed = {{ruling.begin(), ruling.end()}};
  ruling.inferred = true;
  return ruling;
}

/// The frame that is missing where some of `rulings` (all of one direction, of one table) end beyond their last meeting
/// with another, together with others, at their beginnings or at their ends.
std::optional<Ruling> missing_frame(const std::vector<Ruling>& rulings, const std::vector<Meetings>& meetings,
                                    bool at_begin, double glyph) {
  constexpr std::size_t kLeastEnds = 3;  // two rulings may end together by chance
  constexpr double kHeld = 0.25;         // glyph heights past the last meeting: it ends there
  std::vector<double> free_ends;
  std::vector<std::pair<double, Point>> ends;  // those and the held ones
  double farthest = at_begin ? std::numeric_limits<double>::max() : std::numeric_limits<double>::lowest();
  for (std::size_t i = 0; i < rulings.size(); ++i) {
    const Ruling& ruling = rulings[i];
    if (meetings[i].count == 0) continue;
    const double end = at_begin ? ruling.begin() : ruling.end();
    const double overhang = at_begin ? meetings[i].first - end : end - meetings[i].last;
    farthest = at_begin ? std::min(farthest, end) : std::max(farthest, end);
    if (overhang >= glyph) free_ends.push_back(end);
    if (overhang >= glyph || overhang <= kHeld * glyph)
      ends.emplace_back(end, at_begin ? ruling.trace.front() : ruling.trace.back());
  }
  if (free_ends.empty()) return std::nullopt;
  const double middle = median(free_ends);
  const auto is_together = [&](double along) { return std::abs(along - middle) <= glyph; };
  const auto together = static_cast<std::size_t>(std::count_if(free_ends.begin(), free_ends.end(), is_together));
  std::vector<Point> trace;
  for (const auto& [along, point] : ends) {
    if (is_together(along)) trace.push_back(point);
  }
  const bool at_rim = is_together(farthest) && trace.size() >= kLeastEnds;  // in line with the ends of other rulings
  const bool most_together = 3 * together >= 2 * free_ends.size();          // two thirds: the others are torn
  if ((together < kLeastEnds && !at_rim) || !most_together) return std::nullopt;
  const Direction frame =
      rulings.front().direction == Direction::horizontal ? Direction::vertical : Direction::horizontal;
  return inferred_ruling(frame, std::move(trace));
}

/// The rulings that hang together, as separate graphs.
std::vector<Graph> connected_parts(const Graph& graph) {
  const int rows = static_cast<int>(graph.horizontals.size());
  std::vector<int> parent(graph.horizontals.size() + graph.verticals.size());
  std::iota(parent.begin(), parent.end(), 0);
  for (const Junction& junction : graph.junctions) {
    parent[root_of(parent, junction.horizontal)] = root_of(parent, rows + junction.vertical);
  }
  std::map<int, Graph> parts;
  for (int i = 0; i < static_cast<int>(parent.size()); ++i) {
    Graph& part = parts[root_of(parent, i)];
    if (i < rows) {
      part.horizontals.push_back(graph.horizontals[i]);
    } else {
      part.verticals.push_back(graph.verticals[i - rows]);
    }
  }
  std::vector<Graph> graphs;
  for (auto& [root, part] : parts) {
    if (!part.horizontals.empty() && !part.verticals.empty()) graphs.push_back(std::move(part));
  }
  return graphs;
}

/// Makes an inferred ruling reach a point that lies beyond its end.
void extend_to(Ruling& ruling, const Point& point) {
  const double along = ruling.direction == Direction::horizontal ? point.x : point.y;
  if (along >= ruling.begin() && along <= ruling.end()) return;
  ruling.trace.push_back(point);
  ruling = inferred_ruling(ruling.direction, std::move(ruling.trace));
}

/// Makes frames that were inferred on two sides meet at the corner between them.
void join_at_corners(std::vector<Ruling>& frames) {
  for (Ruling& level : frames) {
    for (Ruling& upright : frames) {
      if (level.direction != Direction::horizontal || upright.direction != Direction::vertical) continue;
      const double x = upright.at((level.trace.front().y + level.trace.back().y) / 2);
      const Point corner{x, level.at(x)};
      extend_to(level, corner);
      extend_to(upright, corner);
    }
  }
}

/// Adds the frames that one table lacks.
void infer_frames(Graph& graph, double glyph) {
  find_junctions(graph, glyph / 2);
  std::vector<Ruling> frames;
  for (const Direction direction : {Direction::horizontal, Direction::vertical}) {
    const std::vector<Meetings> meetings = meetings_of(graph, direction);
    for (const bool at_begin : {true, false}) {
      auto frame = missing_frame(graph.of(direction), meetings, at_begin, glyph);
      if (frame) frames.push_back(std::move(*frame));
    }
  }
  join_at_corners(frames);
  for (Ruling& frame : frames) graph.of(frame.direction).push_back(std::move(frame));
}

/// One line of the grid: the rulings on it, and where it runs between them.
struct Band {
  std::vector<const Ruling*> rulings;
  double level = 0.0;

  double across(double along, const Bend& bend, double reach) const {
    const Ruling* nearest = nullptr;
    double distance = reach;
    for (const Ruling* ruling : rulings) {
      const double away = std::max({0.0, ruling->begin() - along, along - ruling->end()});
      const bool is_surer = nearest != nullptr && nearest->inferred && !ruling->inferred;
      if (away <= distance && (nearest == nullptr || away < distance || is_surer)) {
        nearest = ruling;
        distance = away;
      }
    }
    return nearest != nullptr ? nearest->at(along) : bend.across(level, along);
  }
};

double overlap(const Ruling& a, const Ruling& b) { return std::min(a.end(), b.end()) - std::max(a.begin(), b.begin()); }

/// Groups rulings of one direction into the lines of the grid, by rising level.
std::vector<Band> find_bands(const std::vector<Ruling>& rulings, const Bend& bend, double glyph) {
  std::vector<std::pair<double, const Ruling*>> order;
  for (const Ruling& ruling : rulings) order.push_back({bend.level_of(ruling), &ruling});
  std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : a.second->begin() < b.second->begin();
  });
  constexpr double kScatter = 4;                // times what is left of bends, root mean square: hardly any are farther
  constexpr double kLeastPixels = 1.6;          // two levels are known no better
  constexpr double kLeast = 0.11, kMost = 0.3;  // glyph heights: pieces of one ruling; rows of print are higher
  constexpr double kDoubled = 0.45;             // glyph heights between the lines of a doubled ruling: no print fits in
  const double same_line =
      std::clamp(kScatter * bend.residual(), std::max(kLeastPixels, kLeast * glyph), kMost * glyph);
  const double doubled = kDoubled * glyph;
  std::vector<Band> bands;
  for (const auto& [level, ruling] : order) {
    if (!bands.empty()) {
      Band& band = bands.back();
      bool side_by_side = false;
      for (const Ruling* member : band.rulings) side_by_side = side_by_side || overlap(*member, *ruling) > glyph;
      if (level - band.level <= (side_by_side ? doubled : same_line)) {
        const double count = static_cast<double>(band.rulings.size());
        band.level = (band.level * count + level) / (count + 1);
        band.rulings.push_back(ruling);
        continue;
      }
    }
    bands.push_back({{ruling}, level});
  }
  return bands;
}

/// Share of [from, to] along a band that is printed.
double printed_share(const Band& band, double from, double to) {
  if (to <= from) return 0.0;
  std::vector<Stretch> pieces;
  for (const Ruling* ruling : band.rulings) {
    for (const Stretch& stretch : ruling->printed) {
      const double begin = std::max(from, stretch.begin), end = std::min(to, stretch.end);
      if (end > begin) pieces.push_back({begin, end});
    }
  }
  std::sort(pieces.begin(), pieces.end(), [](const Stretch& a, const Stretch& b) { return a.begin < b.begin; });
  double sum = 0, last = from;
  for (const Stretch& piece : pieces) {
    sum += std::max(0.0, piece.end - std::max(last, piece.begin));
    last = std::max(last, piece.end);
  }
  return sum / (to - from);
}

/// Whether nothing but an inferred ruling runs along most of [from, to].
bool is_inferred(const Band& band, double from, double to) {
  bool inferred = false;
  for (const Ruling* ruling : band.rulings) {
    const bool along = std::min(to, ruling->end()) - std::max(from, ruling->begin()) > 0.5 * (to - from);
    if (along && !ruling->inferred) return false;
    inferred = inferred || along;
  }
  return inferred;
}

/// A side of a field.
struct Edge {
  double printed = 0.0;   ///< share of it that shows a ruling
  bool closed = false;    ///< it bounds a cell
  bool inferred = false;  ///< closed without having been seen
};

/// The upper or the left side of a field.
struct Side {
  int row = 0;
  int col = 0;
  bool above = false;
};

/// The edges between the fields of the finest grid of one table. Fields are the spaces between neighbouring
/// bands; around them, at -1 and at the counts, lie fields outside the table.
class Mesh {
 public:
  Mesh(const std::vector<Band>& rows, const std::vector<Band>& cols, const Bend& row_bend, const Bend& col_bend,
       double glyph)
      : rows_(static_cast<int>(rows.size()) - 1), cols_(static_cast<int>(cols.size()) - 1) {
    for (const Band& row : rows) {
      for (const Band& col : cols) corners_.push_back(meet(row, col, row_bend, col_bend, glyph));
    }
    edges_.resize(index_of({rows_ + 1, cols_ + 1, true}) + 1);
    for (int r = 0; r <= rows_; ++r) {
      for (int c = 0; c <= cols_; ++c) {
        const Point at = corner(r, c);
        if (c < cols_) edges_[index_of({r, c, true})] = measure(rows[r], at.x, corner(r, c + 1).x, glyph);
        if (r < rows_) edges_[index_of({r, c, false})] = measure(cols[c], at.y, corner(r + 1, c).y, glyph);
      }
    }
  }

  int rows() const { return rows_; }  ///< of fields
  int cols() const { return cols_; }

  Point corner(int row, int col) const { return corners_[row * (cols_ + 1) + col]; }

  /// The upper and the left side of field (row, col), which may be one of the outer fields.
  const Edge& above(int row, int col) const { return at({row, col, true}); }
  const Edge& left_of(int row, int col) const { return at({row, col, false}); }
  const Edge& at(const Side& side) const { return edges_[index_of(side)]; }
  void infer(const Side& side) {
    Edge& edge = edges_[index_of(side)];
    edge.closed = edge.inferred = true;
  }
  double length_of(const Side& side) const {
    const Point from = corner(side.row, side.col);
    const Point to = side.above ? corner(side.row, side.col + 1) : corner(side.row + 1, side.col);
    return std::hypot(to.x - from.x, to.y - from.y);
  }

 private:
  std::size_t index_of(const Side& side) const {
    return static_cast<std::size_t>(((side.row + 1) * (cols_ + 3) + side.col + 1) * 2 + side.above);
  }

  static Point meet(const Band& row, const Band& col, const Bend& row_bend, const Bend& col_bend, double glyph) {
    constexpr int kRounds = 4;         // as in crossing(): fewer may stop short of where the bands meet
    const double reach = 0.8 * glyph;  // past a ruling's end its own slope holds; farther off the page's bend says more
    Point point{col.level, row.level};
    for (int round = 0; round < kRounds; ++round) {
      point.x = col.across(point.y, col_bend, reach);
      point.y = row.across(point.x, row_bend, reach);
    }
    return point;
  }

  /// A ruling reaches the one that it ends at on one side at least; a line of writing stands free on both.
  static bool is_attached(const Band& band, double from, double to, double glyph) {
    const double end = std::min(0.3 * glyph, (to - from) / 4);  // shorter than the space around writing in a cell
    return printed_share(band, from, from + end) > 0.5 || printed_share(band, to - end, to) > 0.5;
  }

  static Edge measure(const Band& band, double from, double to, double glyph) {
    constexpr double kOneLine = 2.6;       // glyph heights: side of a row that holds one line of writing
    constexpr double kClosedShort = 0.85;  // printed; a stroke of text fills up to four fifths of such a side
    constexpr double kClosed = 0.6;        // printed, of a longer side: no stroke of text is as long
    constexpr double kUnbroken = 0.9;      // printed: a ruling, whatever it ends at
    constexpr double kCovered = 0.4;       // printed at least, where a stamp or a pen covers the middle
    const double inset = std::min(0.06 * glyph, (to - from) / 4);  // the crossing rulings' own thickness
    Edge edge;
    from += inset;
    to -= inset;
    edge.printed = printed_share(band, from, to);
    const bool is_short = to - from < kOneLine * glyph;
    edge.closed = edge.printed >= (is_short ? kClosedShort : kClosed) &&
                  (edge.printed > kUnbroken || is_attached(band, from, to, glyph));
    if (!edge.closed && !is_short && edge.printed >= kCovered) {
      // Something covers the middle: the ruling enters and leaves the place on one line.
      const double fifth = (to - from) / 5;
      edge.closed = edge.inferred =
          printed_share(band, from, from + fifth) > kUnbroken && printed_share(band, to - fifth, to) > kUnbroken;
    }
    edge.inferred = edge.inferred || (edge.closed && is_inferred(band, from, to));
    return edge;
  }

  int rows_, cols_;
  std::vector<Point> corners_;
  std::vector<Edge> edges_;  ///< those of the outer fields too, which are open
};

struct Face {
  Box fields_box;  ///< of its fields, in rows and columns
  int fields = 0;
  bool outside = false;

  bool is_rectangle() const { return fields == fields_box.width() * fields_box.height(); }
};

/// The faces of the mesh, by number of each field; the ring's face is marked outside.
struct Faces {
  std::vector<int> of_field;  ///< field (row, col) → index into `faces`
  std::vector<Face> faces;
};

/// Fields and the sides between them are pixels of a picture, open ones white; a face is a connected piece of it.
Faces find_faces(const Mesh& mesh) {
  const int rows = mesh.rows(), cols = mesh.cols();
  cv::Mat open = cv::Mat::zeros(2 * rows + 3, 2 * cols + 3, CV_8UC1), labels;
  for (int r = -1; r <= rows; ++r) {
    for (int c = -1; c <= cols; ++c) {
      const int y = 2 * (r + 1), x = 2 * (c + 1);
      open.at<uchar>(y, x) = 255;
      if (r >= 0 && !mesh.above(r, c).closed) open.at<uchar>(y - 1, x) = 255;
      if (c >= 0 && !mesh.left_of(r, c).closed) open.at<uchar>(y, x - 1) = 255;
    }
  }
  Faces result;
  result.faces.resize(cv::connectedComponents(open, labels, /*connectivity=*/4));
  for (int r = 0; r < rows; ++r) {
    for (int c = 0; c < cols; ++c) {
      const int number = labels.at<int>(2 * (r + 1), 2 * (c + 1));
      Face& face = result.faces[number];
      face.fields_box = join(face.fields_box, Box{c, r, c + 1, r + 1});
      face.fields += 1;
      result.of_field.push_back(number);
    }
  }
  result.faces[labels.at<int>(0, 0)].outside = true;
  return result;
}

/// Closes the open edge of the outside, or inside irregular faces too, that shows the most print; false if none
/// shows more than `least`.
bool close_best_hint(Mesh& mesh, const Faces& faces, double least, bool outside_only) {
  const int rows = mesh.rows(), cols = mesh.cols();
  const auto is_irregular = [&](int r, int c) {
    if (r < 0 || c < 0 || r >= rows || c >= cols) return false;
    const Face& face = faces.faces[faces.of_field[r * cols + c]];
    return face.outside || (!outside_only && !face.is_rectangle());
  };
  double most = least;
  std::optional<Side> best;
  for (int r = 0; r <= rows; ++r) {
    for (int c = 0; c <= cols; ++c) {
      for (const bool above : {true, false}) {
        if (above ? c == cols : r == rows) continue;
        const Edge edge = mesh.at({r, c, above});
        const bool bounds = is_irregular(r, c) || (above ? is_irregular(r - 1, c) : is_irregular(r, c - 1));
        if (edge.closed || edge.printed <= most || !bounds) continue;
        most = edge.printed;
        best = Side{r, c, above};
      }
    }
  }
  if (best) mesh.infer(*best);
  return best.has_value();
}

bool all_regular(const Faces& faces) {
  return std::all_of(faces.faces.begin(), faces.faces.end(),
                     [](const Face& face) { return face.outside || face.is_rectangle(); });
}

/// The sides through which the edge before corner (r, c) would continue across an irregular face: `step` 1 or -1 along
/// a row of corners (`level`) or a column. None where that edge is open. It runs on while both its sides are one face.
std::vector<Side> continuation(const Mesh& mesh, const Faces& faces, int r, int c, bool level, int step) {
  const int rows = mesh.rows(), cols = mesh.cols();
  const auto face_at = [&](int row, int col) -> int {
    return row < 0 || col < 0 || row >= rows || col >= cols ? -1 : faces.of_field[row * cols + col];
  };
  const auto is_irregular = [&](int face) {
    return face >= 0 && !faces.faces[face].outside && !faces.faces[face].is_rectangle();
  };
  const auto side_at = [&](int along) { return level ? Side{r, along, true} : Side{along, c, false}; };
  const int corner = level ? c : r, count = level ? cols : rows;
  if (!mesh.at(side_at(step > 0 ? corner - 1 : corner)).closed) return {};
  std::vector<Side> sides;
  for (int k = step > 0 ? corner : corner - 1; k >= 0 && k < count; k += step) {
    const Side side = side_at(k);
    const int face = face_at(side.row, side.col);
    if (!is_irregular(face) || face != face_at(side.row - (level ? 1 : 0), side.col - (level ? 0 : 1))) break;
    sides.push_back(side);
  }
  return sides;
}

/// Cuts an irregular face along the shortest straight continuation of an edge that ends inside it; true if one was
/// found.
bool extend_loose_edge(Mesh& mesh, const Faces& faces) {
  double shortest = std::numeric_limits<double>::max();
  std::vector<Side> cut;
  for (int r = 0; r <= mesh.rows(); ++r) {
    for (int c = 0; c <= mesh.cols(); ++c) {
      for (const auto& [level, step] : {std::pair{true, 1}, {false, 1}, {true, -1}, {false, -1}}) {
        std::vector<Side> sides = continuation(mesh, faces, r, c, level, step);
        double length = 0;
        for (const Side& side : sides) length += mesh.length_of(side);
        if (sides.empty() || length >= shortest) continue;
        shortest = length;
        cut = std::move(sides);
      }
    }
  }
  for (const Side& side : cut) mesh.infer(side);
  return !cut.empty();
}

bool has_inferred_side(const Mesh& mesh, const Box& fields) {
  for (int c = fields.left; c < fields.right; ++c) {
    if (mesh.above(fields.top, c).inferred || mesh.above(fields.bottom, c).inferred) return true;
  }
  for (int r = fields.top; r < fields.bottom; ++r) {
    if (mesh.left_of(r, fields.left).inferred || mesh.left_of(r, fields.right).inferred) return true;
  }
  return false;
}

Quad quad_of(const Mesh& mesh, const Box& fields) {
  return Quad{{mesh.corner(fields.top, fields.left), mesh.corner(fields.top, fields.right),
               mesh.corner(fields.bottom, fields.right), mesh.corner(fields.bottom, fields.left)}};
}

double page_size_of(const Graph& graph) {
  double size = 1.0;
  for (const auto* rulings : {&graph.horizontals, &graph.verticals}) {
    for (const Ruling& ruling : *rulings) size = std::max({size, ruling.trace.back().x, ruling.trace.back().y});
  }
  return size;
}

/// Strokes of a large character, as of a title, can make a grid of their own.
bool is_glyph_sized(const Mesh& mesh, double glyph) {
  constexpr double kLargest = 5;  // glyph heights: no character of a title is as large
  const Point first = mesh.corner(0, 0), last = mesh.corner(mesh.rows(), mesh.cols());
  return std::max(last.x - first.x, last.y - first.y) < kLargest * glyph;
}

/// Cells leave most of the table's area free, as the columns of a bar chart do.
bool is_mostly_open(const TableGrid& table) {
  constexpr double kLeastCovered = 0.6;  // of the area; less would let charts pass, more would lose torn tables
  double covered = 0;
  for (const Cell& cell : table.cells) covered += area(cell.quad);
  return covered < kLeastCovered * area(table.quad);
}

/// Closes edges until every face is a rectangle, or nothing more shows where. True if some were closed without print.
bool repair_faces(Mesh& mesh, Faces& faces) {
  constexpr double kTornFrame = 0.35;  // printed share of a frame that still keeps a cell inside
  constexpr double kHint = 0.15;       // printed share; less is no trace of a ruling
  constexpr int kMostRepairs = 100;    // a page that needs more is a picture, not a form
  while (close_best_hint(mesh, faces, kTornFrame, /*outside_only=*/true)) faces = find_faces(mesh);
  bool guessed = false;
  for (int repair = 0; repair < kMostRepairs && !all_regular(faces); ++repair) {
    if (!close_best_hint(mesh, faces, kHint, /*outside_only=*/false)) {
      if (!extend_loose_edge(mesh, faces)) break;
      guessed = true;
    }
    faces = find_faces(mesh);
  }
  return guessed || !all_regular(faces);
}

std::optional<TableGrid> build_table(const Graph& graph, double glyph, std::vector<Quad>& incomplete) {
  const double size = page_size_of(graph);
  const Bend row_bend(graph.horizontals, size), col_bend(graph.verticals, size);
  const std::vector<Band> rows = find_bands(graph.horizontals, row_bend, glyph);
  const std::vector<Band> cols = find_bands(graph.verticals, col_bend, glyph);
  if (rows.size() < 2 || cols.size() < 2) return std::nullopt;
  Mesh mesh(rows, cols, row_bend, col_bend, glyph);
  Faces faces = find_faces(mesh);
  const bool guessed = repair_faces(mesh, faces);

  TableGrid table;
  for (const Face& face : faces.faces) {
    if (face.outside || face.fields == 0 || !face.is_rectangle()) continue;
    const Box& fields = face.fields_box;
    const bool inferred = has_inferred_side(mesh, fields);
    table.cells.push_back({fields.top, fields.left, fields.height(), fields.width(), quad_of(mesh, fields), inferred});
  }
  if (table.cells.size() < 2 || is_glyph_sized(mesh, glyph)) return std::nullopt;
  std::sort(table.cells.begin(), table.cells.end(),
            [](const Cell& a, const Cell& b) { return std::tie(a.row, a.col) < std::tie(b.row, b.col); });
  table.quad = quad_of(mesh, {0, 0, mesh.cols(), mesh.rows()});
  if (is_mostly_open(table)) return std::nullopt;
  drop_unused_lines(table);
  if (guessed) incomplete.push_back(table.quad);
  return table;
}

double printed_length(const Ruling& ruling) {
  double sum = 0;
  for (const Stretch& stretch : ruling.printed) sum += stretch.length();
  return sum;
}

/// Strokes of text that happen to stand on one line leave most of it blank.
bool is_mostly_printed(const Ruling& ruling, double glyph) {
  constexpr double kShort = 8;            // glyph heights: strokes that happen to stand on one line are no longer
  constexpr double kPrintedShort = 0.65;  // of the length; less would let those pass
  constexpr double kPrinted = 0.4;        // of a longer one; more would lose what stamps and tears interrupt
  return printed_length(ruling) >= (ruling.length() < kShort * glyph ? kPrintedShort : kPrinted) * ruling.length();
}

bool pass_near(const std::vector<Ruling>& rulings, const Point& place, double off, double beyond) {
  return std::any_of(rulings.begin(), rulings.end(),
                     [&](const Ruling& ruling) { return ruling.passes(place, off, beyond); });
}

/// A long ruling that begins at one of the table's, runs inside it, and bounds no cell: where it breaks off, something
/// is missing. An underline stands free.
bool is_left_over(const Ruling& ruling, const Graph& part, const Quad& table, double glyph) {
  const bool level = ruling.direction == Direction::horizontal;
  constexpr double kLong = 6;       // glyph heights: longer than any stroke
  constexpr double kPrinted = 0.8;  // of the length: surely a ruling; less would have every smudge miss a cell
  if (ruling.length() < kLong * glyph || printed_length(ruling) < kPrinted * ruling.length()) return false;
  const double middle = (ruling.begin() + ruling.end()) / 2, across = ruling.at(middle);
  const Box box = bounding_box(table);
  const Point place = level ? Point{middle, across} : Point{across, middle};
  if (place.x < box.left || place.x > box.right || place.y < box.top || place.y > box.bottom) return false;
  if (pass_near(level ? part.horizontals : part.verticals, place, 0.5 * glyph, 0.5 * glyph)) return false;
  const std::vector<Ruling>& others = level ? part.verticals : part.horizontals;
  return pass_near(others, ruling.trace.front(), glyph, glyph) || pass_near(others, ruling.trace.back(), glyph, glyph);
}

}  // namespace

Tables build_tables(const std::vector<Ruling>& rulings, int glyph_height) {
  const double glyph = std::max(6, glyph_height);  // pixels: the shares need some length
  const double reach = glyph / 2;
  Graph page;
  for (const Ruling& ruling : rulings) {
    if (is_mostly_printed(ruling, glyph)) page.of(ruling.direction).push_back(ruling);
  }
  find_junctions(page, reach);
  Tables result;
  for (Graph& whole : connected_parts(page)) {
    infer_frames(whole, glyph);
    drop_loose(whole, reach);
    for (const Graph& part : connected_parts(whole)) {
      const std::size_t known = result.incomplete.size();
      auto table = build_table(part, glyph, result.incomplete);
      if (!table) continue;
      const bool lacks_ruling = std::any_of(rulings.begin(), rulings.end(), [&](const Ruling& ruling) {
        return is_left_over(ruling, part, table->quad, glyph);
      });
      if (lacks_ruling && result.incomplete.size() == known) result.incomplete.push_back(table->quad);
      result.tables.push_back(std::move(*table));
    }
  }
  std::sort(result.tables.begin(), result.tables.end(),
            [](const TableGrid& a, const TableGrid& b) { return is_before(a.quad.corners[0], b.quad.corners[0]); });
  return result;
}

}  // namespace shenbao::layout
