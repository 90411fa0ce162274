#include "pipeline/dump.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "base/file_bytes.h"
#include "extract/form/finding.h"

namespace shenbao::pipeline {
namespace {

const cv::Scalar kGreen(40, 140, 0), kRed(30, 30, 220), kBlue(200, 80, 0), kViolet(160, 0, 140);  // BGR

// How large things are drawn on A4 at 300 dpi. They grow with the sheet, so that a picture scaled to a screen can still
// be read.
constexpr double kSheetLength = 3508;  // pixels: A4 at 300 dpi
constexpr double kStroke = 4;          // pixels: seen beside a ruling, hides no print
constexpr double kLetterSize = 0.8;    // of OpenCV's font: as high as small print
constexpr double kLetterStroke = 2;    // pixels
constexpr double kLetterLine = 34;     // pixels from one line of letters to the next
constexpr int kLabelLeft = 3;          // widths of a letter's stroke between a label and its corner: clear of a ruling
constexpr int kLabelBelow = 2;         // the same downwards
constexpr double kPaper = 0.7;         // share of white laid below letters: print shows through

double scale_of(const cv::Mat& picture) { return std::max(picture.cols, picture.rows) / kSheetLength; }

int stroke_of(const cv::Mat& picture, double width) { return std::max(1, cvRound(width * scale_of(picture))); }

void save(const std::string& folder, int page_no, const std::string& stage, const cv::Mat& picture) {
  std::vector<unsigned char> png;
  cv::imencode(".png", picture, png);
  const std::string name = fmt::format("{:03}-{}.png", page_no, stage);
  write_file((std::filesystem::path(folder) / name).string(), std::string(png.begin(), png.end()));
}

cv::Mat in_colour(const cv::Mat& pixels) {
  cv::Mat colour;
  if (pixels.channels() == 3) return pixels.clone();
  cv::cvtColor(pixels, colour, cv::COLOR_GRAY2BGR);
  return colour;
}

/// Writes below and left of `corner`, a top right one: there a cell is blank more often than elsewhere.
void draw_label(cv::Mat& picture, const layout::Point& corner, const std::string& text, const cv::Scalar& colour) {
  const double size = kLetterSize * scale_of(picture);
  const int thickness = stroke_of(picture, kLetterStroke);
  int baseline = 0;
  const cv::Size extent = cv::getTextSize(text, cv::FONT_HERSHEY_SIMPLEX, size, thickness, &baseline);
  const cv::Point origin(cvRound(corner.x) - extent.width - kLabelLeft * thickness,
                         cvRound(corner.y) + kLabelBelow * thickness);
  const cv::Rect ground = cv::Rect(origin, extent + cv::Size(0, baseline)) & cv::Rect({0, 0}, picture.size());
  if (!ground.empty()) picture(ground) = picture(ground) * (1 - kPaper) + cv::Scalar::all(255 * kPaper);
  cv::putText(picture, text, origin + cv::Point(0, extent.height), cv::FONT_HERSHEY_SIMPLEX, size, colour, thickness,
              cv::LINE_AA);
}

void draw_quad(cv::Mat& picture, const layout::Quad& quad, const cv::Scalar& colour, const std::string& label = "") {
  std::vector<cv::Point> corners;
  for (const layout::Point& corner : quad.corners) corners.emplace_back(cvRound(corner.x), cvRound(corner.y));
  cv::polylines(picture, corners, /*isClosed=*/true, colour, stroke_of(picture, kStroke), cv::LINE_AA);
  if (!label.empty()) draw_label(picture, quad.corners[1], label, colour);
}

cv::Mat draw_rulings(const layout::Page& page, const layout::PageLayout& page_layout) {
  cv::Mat picture = in_colour(page.gray);
  const int thickness = stroke_of(picture, kStroke);
  for (const layout::Ruling& ruling : page_layout.rulings) {
    const cv::Scalar& seen = ruling.direction == layout::Direction::horizontal ? kGreen : kBlue;
    std::vector<cv::Point> trace;
    for (const layout::Point& point : ruling.trace) trace.emplace_back(cvRound(point.x), cvRound(point.y));
    cv::polylines(picture, trace, /*isClosed=*/false, ruling.inferred ? kRed : seen, thickness, cv::LINE_AA);
    for (const cv::Point& end : {trace.front(), trace.back()}) cv::circle(picture, end, 2 * thickness, kViolet, -1);
  }
  return picture;
}

cv::Mat draw_cells(const layout::Page& page, const layout::PageLayout& page_layout) {
  cv::Mat picture = in_colour(page.gray);
  for (const layout::TableGrid& table : page_layout.tables) {
    for (const layout::Cell& cell : table.cells) {
      std::string label = fmt::format("{},{}", cell.row, cell.col);
      if (cell.row_span > 1 || cell.col_span > 1) label += fmt::format(" {}x{}", cell.row_span, cell.col_span);
      draw_quad(picture, cell.quad, cell.inferred ? kRed : kGreen, label);
    }
    draw_quad(picture, table.quad, kBlue);
  }
  return picture;
}

cv::Mat draw_lines(const layout::Page& page, const layout::PageLayout& page_layout) {
  cv::Mat picture = in_colour(page.gray);
  int line_no = 0;
  for (const layout::TextLine& line : page_layout.lines) {
    draw_quad(picture, line.quad, kGreen, fmt::format("line {}", line_no++));
  }
  for (const layout::Seal& seal : page.seals) draw_quad(picture, seal.quad, kRed, "seal");
  for (const layout::Defect& defect : page_layout.defects) {
    draw_quad(picture, defect.quad, kViolet, fmt::format("defect {}", static_cast<int>(defect.kind)));
  }
  return picture;
}

const cv::Scalar& colour_of(extract::Status status) {
  if (status == extract::Status::review) return kRed;
  return status == extract::Status::corrected ? kBlue : kGreen;
}

}  // namespace

void dump_layout(const std::string& folder, const layout::Page& page, const layout::PageLayout& page_layout) {
  save(folder, page.page_no, "1-page", page.gray);
  save(folder, page.page_no, "2-ink", page.ink);
  save(folder, page.page_no, "3-rulings", draw_rulings(page, page_layout));
  save(folder, page.page_no, "4-cells", draw_cells(page, page_layout));
  save(folder, page.page_no, "5-lines", draw_lines(page, page_layout));
}

void dump_fields(const std::string& folder, const layout::Scan& scan, const std::vector<extract::Form>& forms) {
  cv::Mat picture = in_colour(scan.pixels);
  const double line_height = kLetterLine * scale_of(picture);
  std::map<std::pair<double, double>, int> labels_at;  // fields that stand in one cell: one label below the other
  for (const extract::Form& form : forms) {
    for (const extract::Field& field : form.fields) {
      if (!field.source || field.source->page_no != scan.page_no) continue;
      const layout::Quad& quad = field.source->where;
      const layout::Box box = layout::bounding_box(quad);
      const layout::Point& corner = quad.corners[1];
      const double top = corner.y + line_height * labels_at[{corner.x, corner.y}]++;
      draw_quad(picture, quad, colour_of(status_of(field)));
      if (top + line_height > box.bottom && top > corner.y) continue;
      const std::string why = field.doubts.empty() ? "" : ": " + describe(field.doubts, extract::Language::en);
      draw_label(picture, {corner.x, top}, field.path + why, colour_of(status_of(field)));
    }
  }
  save(folder, scan.page_no, "6-fields", picture);
}

}  // namespace shenbao::pipeline
