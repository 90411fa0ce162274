#include "layout/grid.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <numeric>
#include <optional>
#include <tuple>

#include "layout/bend.h"

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
  for (int round = 0; round < 3; ++round) {
    x = vertical.at(y);
    y = horizontal.at(x);
  }
  return {x, y};
}

struct Graph {
  std::vector<Ruling> horizontals;
  std::vector<Ruling> verticals;
  std::vector<Junction> junctions;
};

void find_junctions(Graph& graph, double reach) {
  graph.junctions.clear();
  for (std::size_t h = 0; h < graph.horizontals.size(); ++h) {
    const Ruling& horizontal = graph.horizontals[h];
    for (std::size_t v = 0; v < graph.verticals.size(); ++v) {
      const Ruling& vertical = graph.verticals[v];
      const Point at = crossing(horizontal, vertical);
      if (at.x < horizontal.begin() - reach || at.x > horizontal.end() + reach) continue;
      if (at.y < vertical.begin() - reach || at.y > vertical.end() + reach) continue;
      graph.junctions.push_back({static_cast<int>(h), static_cast<int>(v), at});
    }
  }
}

/// First and last place along each ruling where it meets another, and how many there are apart from each other.
struct Hold {
  double first = std::numeric_limits<double>::max();
  double last = std::numeric_limits<double>::lowest();
  int count = 0;
};

std::vector<Hold> holds_of(const Graph& graph, Direction direction) {
  const bool level = direction == Direction::horizontal;
  std::vector<Hold> holds(level ? graph.horizontals.size() : graph.verticals.size());
  for (const Junction& junction : graph.junctions) {
    Hold& hold = holds[level ? junction.horizontal : junction.vertical];
    const double along = level ? junction.at.x : junction.at.y;
    hold.first = std::min(hold.first, along);
    hold.last = std::max(hold.last, along);
    ++hold.count;
  }
  return holds;
}

/// Drops rulings that are held at less than two places, until none is left; true if any was.
bool drop_loose(Graph& graph, double reach) {
  bool dropped_any = false;
  for (bool dropped = true; dropped;) {
    dropped = false;
    find_junctions(graph, reach);
    for (const Direction direction : {Direction::horizontal, Direction::vertical}) {
      const std::vector<Hold> holds = holds_of(graph, direction);
      auto& rulings = direction == Direction::horizontal ? graph.horizontals : graph.verticals;
      std::vector<Ruling> kept;
      for (std::size_t i = 0; i < rulings.size(); ++i) {
        if (holds[i].count >= 2 && holds[i].last - holds[i].first > reach) kept.push_back(std::move(rulings[i]));
      }
      if (kept.size() != rulings.size()) dropped = dropped_any = true;
      rulings = std::move(kept);
      if (dropped) break;
    }
  }
  return dropped_any;
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

/// The frame that is missing where `rulings` (all of one direction, of one table) end together beyond
/// their last hold: at their beginnings or at their ends.
std::optional<Ruling> missing_frame(const std::vector<Ruling>& rulings, const std::vector<Hold>& holds,
                                    const std::vector<int>& members, bool at_begin, double glyph) {
  std::vector<std::pair<double, Point>> free_ends;
  double longest = 0;
  for (const int i : members) {
    const Ruling& ruling = rulings[i];
    if (holds[i].count == 0) continue;
    const double overhang = at_begin ? holds[i].first - ruling.begin() : ruling.end() - holds[i].last;
    if (overhang < glyph) continue;
    const Point& end = at_begin ? ruling.trace.front() : ruling.trace.back();
    free_ends.push_back({at_begin ? ruling.begin() : ruling.end(), end});
    longest = std::max(longest, ruling.end() - ruling.begin());
  }
  if (free_ends.size() < 3) return std::nullopt;
  std::sort(free_ends.begin(), free_ends.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  const double middle = free_ends[free_ends.size() / 2].first;
  std::vector<Point> trace;
  for (const auto& [along, point] : free_ends) {
    if (std::abs(along - middle) <= glyph) trace.push_back(point);
  }
  if (trace.size() < 3 || 3 * trace.size() < 2 * free_ends.size()) return std::nullopt;
  const Direction frame =
      rulings[members.front()].direction == Direction::horizontal ? Direction::vertical : Direction::horizontal;
  return inferred_ruling(frame, std::move(trace));
}

int root_of(std::vector<int>& parent, int index) {
  while (parent[index] != index) index = parent[index] = parent[parent[index]];
  return index;
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

/// Adds the frames that one table lacks.
void infer_frames(Graph& graph, double glyph) {
  find_junctions(graph, glyph / 2);
  std::vector<Ruling> frames;
  for (const Direction direction : {Direction::horizontal, Direction::vertical}) {
    const auto& rulings = direction == Direction::horizontal ? graph.horizontals : graph.verticals;
    const std::vector<Hold> holds = holds_of(graph, direction);
    std::vector<int> members(rulings.size());
    std::iota(members.begin(), members.end(), 0);
    for (const bool at_begin : {true, false}) {
      if (members.size() < 3) continue;
      if (auto frame = missing_frame(rulings, holds, members, at_begin, glyph)) frames.push_back(std::move(*frame));
    }
  }
  for (Ruling& frame : frames) {
    (frame.direction == Direction::horizontal ? graph.horizontals : graph.verticals).push_back(std::move(frame));
  }
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
      if (away <= distance && (nearest == nullptr || away < distance)) {
        nearest = ruling;
        distance = away;
      }
    }
    return nearest != nullptr ? nearest->at(along) : bend.across(level, along);
  }
};

std::vector<const Ruling*> pointers_to(const std::vector<Ruling>& rulings) {
  std::vector<const Ruling*> pointers;
  for (const Ruling& ruling : rulings) pointers.push_back(&ruling);
  return pointers;
}

double overlap(const Ruling& a, const Ruling& b) { return std::min(a.end(), b.end()) - std::max(a.begin(), b.begin()); }

/// Groups rulings of one direction into the lines of the grid, by rising level.
std::vector<Band> find_bands(const std::vector<Ruling>& rulings, const Bend& bend, double glyph) {
  std::vector<std::pair<double, const Ruling*>> order;
  for (const Ruling& ruling : rulings) order.push_back({bend.level_of(ruling), &ruling});
  std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first < b.first : a.second->begin() < b.second->begin();
  });
  const double same_line = std::clamp(4 * bend.residual(), std::max(1.6, 0.11 * glyph), 0.3 * glyph);
  const double doubled = 0.45 * glyph;
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
double printed_share(const Band& band, double from, double to, double reach) {
  if (to <= from) return 0.0;
  std::vector<Stretch> pieces;
  for (const Ruling* ruling : band.rulings) {
    for (const Stretch& stretch : ruling->printed) {
      const double begin = std::max(from, stretch.begin - reach), end = std::min(to, stretch.end + reach);
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

bool is_inferred(const Band& band, double from, double to) {
  for (const Ruling* ruling : band.rulings) {
    if (ruling->inferred && std::min(to, ruling->end()) - std::max(from, ruling->begin()) > 0.5 * (to - from))
      return true;
  }
  return false;
}

/// The edges between the fields of the finest grid of one table. Fields are the spaces between neighbouring
/// bands; around them lies a ring of fields outside the table.
class Mesh {
 public:
  Mesh(std::vector<Band> rows, std::vector<Band> cols, const Bend& row_bend, const Bend& col_bend, double glyph)
      : rows_(std::move(rows)), cols_(std::move(cols)), row_bend_(row_bend), col_bend_(col_bend), glyph_(glyph) {
    measure();
  }

  int field_rows() const { return static_cast<int>(rows_.size()) - 1; }
  int field_cols() const { return static_cast<int>(cols_.size()) - 1; }

  Point corner(int row, int col) const { return corners_[row * static_cast<int>(cols_.size()) + col]; }

  /// Edge above field (row, col) of the ring-padded mesh, -1 and field_rows() being the ring.
  double above(int row, int col) const {
    return row < 0 || row > field_rows() || col < 0 || col >= field_cols() ? 0.0 : above_[row * field_cols() + col];
  }
  double left_of(int row, int col) const {
    return col < 0 || col > field_cols() || row < 0 || row >= field_rows() ? 0.0
                                                                           : left_[row * (field_cols() + 1) + col];
  }
  void close_above(int row, int col) { above_[row * field_cols() + col] = 1.0; }
  void close_left(int row, int col) { left_[row * (field_cols() + 1) + col] = 1.0; }
  bool inferred_above(int row, int col) const { return inferred_above_[row * field_cols() + col]; }
  bool inferred_left(int row, int col) const { return inferred_left_[row * (field_cols() + 1) + col]; }
  void infer_above(int row, int col) { inferred_above_[row * field_cols() + col] = true; }
  void infer_left(int row, int col) { inferred_left_[row * (field_cols() + 1) + col] = true; }

 private:
  void measure() {
    const int row_lines = static_cast<int>(rows_.size()), col_lines = static_cast<int>(cols_.size());
    for (int r = 0; r < row_lines; ++r) {
      for (int c = 0; c < col_lines; ++c) {
        double y = rows_[r].level, x = cols_[c].level;
        for (int round = 0; round < 4; ++round) {
          x = cols_[c].across(y, col_bend_, 0.8 * glyph_);
          y = rows_[r].across(x, row_bend_, 0.8 * glyph_);
        }
        corners_.push_back({x, y});
      }
    }
    const double reach = 0.3 * glyph_;
    for (int r = 0; r < row_lines; ++r) {
      for (int c = 0; c + 1 < col_lines; ++c) {
        const double from = corner(r, c).x, to = corner(r, c + 1).x;
        above_.push_back(printed_share(rows_[r], from, to, reach));
        inferred_above_.push_back(is_inferred(rows_[r], from, to));
      }
    }
    for (int r = 0; r + 1 < row_lines; ++r) {
      for (int c = 0; c < col_lines; ++c) {
        const double from = corner(r, c).y, to = corner(r + 1, c).y;
        left_.push_back(printed_share(cols_[c], from, to, reach));
        inferred_left_.push_back(is_inferred(cols_[c], from, to));
      }
    }
  }

  std::vector<Band> rows_, cols_;
  const Bend& row_bend_;
  const Bend& col_bend_;
  double glyph_;
  std::vector<Point> corners_;
  std::vector<double> above_, left_;  ///< printed share of each edge
  std::vector<bool> inferred_above_, inferred_left_;
};

const double closed_edge = 0.5;   // printed share from which an edge bounds a cell
const double hinted_edge = 0.12;  // less than this is no trace of a ruling

struct Face {
  int top = std::numeric_limits<int>::max(), left = std::numeric_limits<int>::max();
  int bottom = -1, right = -1;  ///< inclusive
  int fields = 0;
  bool outside = false;

  bool is_rectangle() const { return fields == (bottom - top + 1) * (right - left + 1); }
};

/// The faces of the mesh, by number of each field; the ring's face is marked outside.
struct Faces {
  std::vector<int> of_field;  ///< field (row, col) → index into `faces`
  std::vector<Face> faces;
};

Faces find_faces(const Mesh& mesh) {
  const int rows = mesh.field_rows(), cols = mesh.field_cols();
  const int width = cols + 2;
  const auto index = [width](int row, int col) { return (row + 1) * width + col + 1; };
  std::vector<int> parent(static_cast<std::size_t>((rows + 2) * width));
  std::iota(parent.begin(), parent.end(), 0);
  for (int r = -1; r <= rows; ++r) {
    for (int c = -1; c <= cols; ++c) {
      if (r >= 0 && mesh.above(r, c) < closed_edge) {
        parent[root_of(parent, index(r, c))] = root_of(parent, index(r - 1, c));
      }
      if (c >= 0 && mesh.left_of(r, c) < closed_edge) {
        parent[root_of(parent, index(r, c))] = root_of(parent, index(r, c - 1));
      }
    }
  }
  Faces result;
  std::map<int, int> number;
  const int outside = root_of(parent, index(-1, -1));
  for (int r = 0; r < rows; ++r) {
    for (int c = 0; c < cols; ++c) {
      const int root = root_of(parent, index(r, c));
      const auto [entry, fresh] = number.try_emplace(root, static_cast<int>(result.faces.size()));
      if (fresh) result.faces.emplace_back();
      Face& face = result.faces[entry->second];
      face.top = std::min(face.top, r);
      face.left = std::min(face.left, c);
      face.bottom = std::max(face.bottom, r);
      face.right = std::max(face.right, c);
      face.fields += 1;
      face.outside = root == outside;
      result.of_field.push_back(entry->second);
    }
  }
  return result;
}

/// Closes the open edge inside irregular faces (or between a field and the outside) that shows the most print.
bool close_best_hint(Mesh& mesh, const Faces& faces) {
  const int rows = mesh.field_rows(), cols = mesh.field_cols();
  const auto irregular = [&](int r, int c) {
    if (r < 0 || c < 0 || r >= rows || c >= cols) return false;
    const Face& face = faces.faces[faces.of_field[r * cols + c]];
    return face.outside || !face.is_rectangle();
  };
  double best = hinted_edge;
  int best_row = -1, best_col = -1;
  bool best_above = false;
  for (int r = 0; r <= rows; ++r) {
    for (int c = 0; c <= cols; ++c) {
      const double above = mesh.above(r, c), left = mesh.left_of(r, c);
      if (c < cols && above < closed_edge && above > best && (irregular(r, c) || irregular(r - 1, c))) {
        std::tie(best, best_row, best_col, best_above) = std::make_tuple(above, r, c, true);
      }
      if (r < rows && left < closed_edge && left > best && (irregular(r, c) || irregular(r, c - 1))) {
        std::tie(best, best_row, best_col, best_above) = std::make_tuple(left, r, c, false);
      }
    }
  }
  if (best_row < 0) return false;
  if (best_above) {
    mesh.close_above(best_row, best_col);
    mesh.infer_above(best_row, best_col);
  } else {
    mesh.close_left(best_row, best_col);
    mesh.infer_left(best_row, best_col);
  }
  return true;
}

bool all_regular(const Faces& faces) {
  return std::all_of(faces.faces.begin(), faces.faces.end(),
                     [](const Face& face) { return face.outside || face.is_rectangle(); });
}

/// Cuts an irregular face along the straight continuation of an edge that ends inside it; true if one was found.
bool extend_loose_edge(Mesh& mesh, const Faces& faces) {
  const int rows = mesh.field_rows(), cols = mesh.field_cols();
  const auto face_at = [&](int r, int c) -> int {
    return r < 0 || c < 0 || r >= rows || c >= cols ? -1 : faces.of_field[r * cols + c];
  };
  const auto irregular = [&](int face) {
    return face >= 0 && !faces.faces[face].outside && !faces.faces[face].is_rectangle();
  };
  int shortest = std::numeric_limits<int>::max();
  std::vector<std::tuple<int, int, bool>> cut;
  // An edge continues through a point when the edge before it is closed; it runs on while both sides are one face.
  for (int r = 0; r <= rows; ++r) {
    for (int c = 0; c <= cols; ++c) {
      for (const int step : {1, -1}) {
        const int before_c = step > 0 ? c - 1 : c;
        if (mesh.above(r, before_c) >= closed_edge && before_c >= 0 && before_c < cols) {
          std::vector<std::tuple<int, int, bool>> edges;
          for (int k = step > 0 ? c : c - 1; k >= 0 && k < cols; k += step) {
            const int face = face_at(r, k);
            if (!irregular(face) || face != face_at(r - 1, k)) break;
            edges.emplace_back(r, k, true);
          }
          if (!edges.empty() && static_cast<int>(edges.size()) < shortest) {
            shortest = static_cast<int>(edges.size());
            cut = edges;
          }
        }
        const int before_r = step > 0 ? r - 1 : r;
        if (mesh.left_of(before_r, c) >= closed_edge && before_r >= 0 && before_r < rows) {
          std::vector<std::tuple<int, int, bool>> edges;
          for (int k = step > 0 ? r : r - 1; k >= 0 && k < rows; k += step) {
            const int face = face_at(k, c);
            if (!irregular(face) || face != face_at(k, c - 1)) break;
            edges.emplace_back(k, c, false);
          }
          if (!edges.empty() && static_cast<int>(edges.size()) < shortest) {
            shortest = static_cast<int>(edges.size());
            cut = edges;
          }
        }
      }
    }
  }
  for (const auto& [r, c, above] : cut) {
    if (above) {
      mesh.close_above(r, c);
      mesh.infer_above(r, c);
    } else {
      mesh.close_left(r, c);
      mesh.infer_left(r, c);
    }
  }
  return !cut.empty();
}

bool has_inferred_side(const Mesh& mesh, const Face& face) {
  for (int c = face.left; c <= face.right; ++c) {
    if (mesh.inferred_above(face.top, c) || mesh.inferred_above(face.bottom + 1, c)) return true;
  }
  for (int r = face.top; r <= face.bottom; ++r) {
    if (mesh.inferred_left(r, face.left) || mesh.inferred_left(r, face.right + 1)) return true;
  }
  return false;
}

Quad quad_of(const Mesh& mesh, const Face& face) {
  return Quad{{mesh.corner(face.top, face.left), mesh.corner(face.top, face.right + 1),
               mesh.corner(face.bottom + 1, face.right + 1), mesh.corner(face.bottom + 1, face.left)}};
}

/// Renumbers rows and columns so that every line of the grid is some cell's edge.
void compress(TableGrid& table) {
  std::map<int, int> rows, cols;
  for (const Cell& cell : table.cells) {
    rows[cell.row] = rows[cell.row + cell.row_span] = 0;
    cols[cell.col] = cols[cell.col + cell.col_span] = 0;
  }
  int next = 0;
  for (auto& [line, index] : rows) index = next++;
  next = 0;
  for (auto& [line, index] : cols) index = next++;
  for (Cell& cell : table.cells) {
    cell.row_span = rows[cell.row + cell.row_span] - rows[cell.row];
    cell.col_span = cols[cell.col + cell.col_span] - cols[cell.col];
    cell.row = rows[cell.row];
    cell.col = cols[cell.col];
  }
  table.rows = static_cast<int>(rows.size()) - 1;
  table.cols = static_cast<int>(cols.size()) - 1;
}

double page_size_of(const Graph& graph) {
  double size = 1.0;
  for (const Ruling& ruling : graph.horizontals) size = std::max({size, ruling.trace.back().x, ruling.trace.back().y});
  for (const Ruling& ruling : graph.verticals) size = std::max({size, ruling.trace.back().x, ruling.trace.back().y});
  return size;
}

std::optional<TableGrid> build_table(const Graph& graph, double glyph, std::vector<Quad>& incomplete) {
  const double size = page_size_of(graph);
  const Bend row_bend(pointers_to(graph.horizontals), size), col_bend(pointers_to(graph.verticals), size);
  std::vector<Band> rows = find_bands(graph.horizontals, row_bend, glyph);
  std::vector<Band> cols = find_bands(graph.verticals, col_bend, glyph);
  if (rows.size() < 2 || cols.size() < 2) return std::nullopt;
  Mesh mesh(std::move(rows), std::move(cols), row_bend, col_bend, glyph);
  Faces faces = find_faces(mesh);
  bool guessed = false;
  while (!all_regular(faces)) {
    if (!close_best_hint(mesh, faces)) {
      if (!extend_loose_edge(mesh, faces)) break;
      guessed = true;
    }
    faces = find_faces(mesh);
  }

  TableGrid table;
  for (const Face& face : faces.faces) {
    if (face.outside) continue;
    Cell cell;
    cell.row = face.top;
    cell.col = face.left;
    cell.row_span = face.bottom - face.top + 1;
    cell.col_span = face.right - face.left + 1;
    cell.quad = quad_of(mesh, face);
    cell.inferred = has_inferred_side(mesh, face);
    guessed = guessed || !face.is_rectangle();
    table.cells.push_back(cell);
  }
  if (table.cells.size() < 2) return std::nullopt;
  std::sort(table.cells.begin(), table.cells.end(),
            [](const Cell& a, const Cell& b) { return std::tie(a.row, a.col) < std::tie(b.row, b.col); });
  table.quad = Quad{{mesh.corner(0, 0), mesh.corner(0, mesh.field_cols()),
                     mesh.corner(mesh.field_rows(), mesh.field_cols()), mesh.corner(mesh.field_rows(), 0)}};
  compress(table);
  if (guessed) incomplete.push_back(table.quad);
  return table;
}

}  // namespace

Tables build_tables(const std::vector<Ruling>& rulings, int glyph_height) {
  const double glyph = std::max(6, glyph_height);
  const double reach = glyph / 2;
  Graph page;
  for (const Ruling& ruling : rulings) {
    (ruling.direction == Direction::horizontal ? page.horizontals : page.verticals).push_back(ruling);
  }
  find_junctions(page, reach);
  Tables result;
  for (Graph& whole : connected_parts(page)) {
    infer_frames(whole, glyph);
    drop_loose(whole, reach);
    for (const Graph& part : connected_parts(whole)) {
      if (auto table = build_table(part, glyph, result.incomplete)) result.tables.push_back(std::move(*table));
    }
  }
  std::sort(result.tables.begin(), result.tables.end(), [](const TableGrid& a, const TableGrid& b) {
    const Point& p = a.quad.corners[0];
    const Point& q = b.quad.corners[0];
    return std::tie(p.y, p.x) < std::tie(q.y, q.x);
  });
  return result;
}

}  // namespace shenbao::layout
