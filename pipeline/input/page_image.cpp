#include "pipeline/input/page_image.h"

#include <qpdf/Constants.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <qpdf/QPDFAnnotationObjectHelper.hh>
#include <set>
#include <string>
#include <vector>

namespace shenbao::pipeline {
namespace {

using Box = QPDFObjectHandle::Rectangle;  // points, after /UserUnit has been left aside; origin bottom left

/// Pages and their images are rounded to whole points, each in its own way.
constexpr double kEdgeTolerance = 1.0;  // points
/// A slant that moves no pixel of a 300 dpi scan.
constexpr double kSlantTolerance = 0.2;  // points over the whole page
/// Vector drawings are longer; a scan with its text layer is not.
constexpr int kMaxOperators = 200'000;
/// Of one operator; a colour of 32 components with its pattern takes most (ISO 32000-1, 8.6.8 and annex C).
constexpr std::size_t kMaxOperands = 64;
constexpr int kInvisibleText = 3;  // text rendering mode; those above it clip (ISO 32000-1, table 106)

struct GraphicsState {
  QPDFMatrix to_page;
  bool opaque = true;    ///< alpha 1, normal blending, no soft mask
  bool clipped = false;  ///< to less than the page
  long long text_mode = 0;
  bool type3_font = false;  ///< paints whatever the text mode says
};

bool covers(const Box& shape, const Box& page) {
  return shape.llx <= page.llx + kEdgeTolerance && shape.lly <= page.lly + kEdgeTolerance &&
         shape.urx >= page.urx - kEdgeTolerance && shape.ury >= page.ury - kEdgeTolerance;
}

/// Rows and columns of the image stay those of the page, or change places.
bool is_upright(const QPDFMatrix& m, const Box& page) {
  const double width = page.urx - page.llx, height = page.ury - page.lly;
  const bool straight = std::abs(m.b) * width <= kSlantTolerance * std::abs(m.a) &&
                        std::abs(m.c) * height <= kSlantTolerance * std::abs(m.d);
  const bool quarter = std::abs(m.a) * width <= kSlantTolerance * std::abs(m.b) &&
                       std::abs(m.d) * height <= kSlantTolerance * std::abs(m.c);
  return straight || quarter;
}

/// Follows a content stream's graphics state and remembers what was painted last.
class ContentReader : public QPDFObjectHandle::ParserCallbacks {
 public:
  ContentReader(const QPDFObjectHandle& resources, const Box& page) : resources_(resources), page_(page) {}

  void handleObject(QPDFObjectHandle object) override {
    if (!object.isOperator()) {
      if (object.isInlineImage()) {
        paint(std::nullopt);
      } else if (operands_.size() < kMaxOperands) {
        operands_.push_back(object);
      }
      return;
    }
    if (++operators_ > kMaxOperators) {
      unclear_ = true;
      terminateParsing();
      return;
    }
    handle(object.getOperatorValue());
    operands_.clear();
  }
  void handleEOF() override {}

  PageContent content() const { return {unclear_ ? std::nullopt : last_painted_, incomplete_}; }

 private:
  void handle(const std::string& name) {
    static const std::set<std::string> paints{"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh"};
    static const std::set<std::string> shows_text{"Tj", "TJ", "'", "\""};
    static const std::set<std::string> path{"m", "l", "c", "v", "y", "h"};
    if (name == "q") {
      saved_.push_back(state_);
    } else if (name == "Q" && !saved_.empty()) {
      state_ = saved_.back();
      saved_.pop_back();
    } else if (name == "cm") {
      QPDFObjectHandle matrix = QPDFObjectHandle::newArray(operands_);
      if (matrix.isMatrix()) state_.to_page.concat(QPDFMatrix(matrix.getArrayAsMatrix()));
      if (!matrix.isMatrix()) unclear_ = true;
    } else if (name == "Do") {
      draw_object();
    } else if (name == "gs") {
      apply_state();
    } else if (name == "re") {
      add_rectangle();
    } else if (path.count(name) != 0) {
      simple_path_ = false;
    } else if (name == "W" || name == "W*") {
      clip_pending_ = true;
    } else if (name == "n" || paints.count(name) != 0) {
      end_path();
      if (name != "n") paint(std::nullopt);
    } else if (name == "Tr") {
      state_.text_mode = operands_.empty() || !operands_[0].isInteger() ? 0 : operands_[0].getIntValue();
      if (state_.text_mode > kInvisibleText) state_.clipped = true;
    } else if (name == "Tf") {
      QPDFObjectHandle font = resource("/Font");
      state_.type3_font = font.isDictionary() && name_of(font.getKey("/Subtype")) == "/Type3";
    } else if (shows_text.count(name) != 0) {
      if (state_.text_mode != kInvisibleText || state_.type3_font) paint(std::nullopt);
    } else if (name == "BDC" && first_name() == "/OC") {
      unclear_ = true;
    }
  }

  void paint(std::optional<PlacedImage> what) { last_painted_ = std::move(what); }

  static std::string name_of(QPDFObjectHandle object) { return object.isName() ? object.getName() : ""; }

  std::string first_name() { return operands_.empty() ? "" : name_of(operands_[0]); }

  /// What the page names as the first operand does.
  QPDFObjectHandle resource(const std::string& kind) {
    QPDFObjectHandle group = resources_.isDictionary() ? resources_.getKey(kind) : resources_;
    return group.isDictionary() ? group.getKey(first_name()) : QPDFObjectHandle::newNull();
  }

  void add_rectangle() {
    std::array<double, 4> n{};  // x y width height
    bool good = operands_.size() == n.size();
    for (std::size_t i = 0; i < n.size() && good; ++i) good = operands_[i].getValueAsNumber(n[i]);
    if (!good || rectangle_ || !is_upright(state_.to_page, page_)) simple_path_ = false;
    if (good && !rectangle_) rectangle_ = state_.to_page.transformRectangle({n[0], n[1], n[0] + n[2], n[1] + n[3]});
  }

  void end_path() {
    if (clip_pending_ && !(simple_path_ && rectangle_ && covers(*rectangle_, page_))) state_.clipped = true;
    clip_pending_ = false;
    simple_path_ = true;
    rectangle_.reset();
  }

  void apply_state() {
    QPDFObjectHandle change = resource("/ExtGState");
    if (!change.isDictionary()) return;
    const auto is_other = [&](const char* key, const std::set<std::string>& usual) {
      QPDFObjectHandle value = change.getKey(key);
      return !value.isNull() && usual.count(name_of(value)) == 0;
    };
    double alpha = 0.0;
    if (is_other("/ca", {}) && !(change.getKey("/ca").getValueAsNumber(alpha) && alpha >= 1.0)) state_.opaque = false;
    if (is_other("/SMask", {"/None"}) || is_other("/BM", {"/Normal", "/Compatible"})) state_.opaque = false;
  }

  void draw_object() {
    QPDFObjectHandle object = resource("/XObject");
    paint(std::nullopt);
    if (!object.isStream()) incomplete_ = true;
    if (!object.isImage() || !state_.opaque || state_.clipped) return;
    QPDFObjectHandle dict = object.getDict();
    for (const char* key : {"/SMask", "/Mask", "/OC"}) {
      if (!dict.getKey(key).isNull()) return;
    }
    QPDFObjectHandle mask_in_data = dict.getKey("/SMaskInData");
    if (mask_in_data.isInteger() && mask_in_data.getIntValue() != 0) return;
    if (!is_upright(state_.to_page, page_)) return;
    const Box box = state_.to_page.transformRectangle({0.0, 0.0, 1.0, 1.0});
    if (covers(box, page_) && covers(page_, box)) paint(PlacedImage{object, state_.to_page});
  }

  QPDFObjectHandle resources_;
  Box page_;
  GraphicsState state_;
  std::vector<GraphicsState> saved_;
  std::vector<QPDFObjectHandle> operands_;
  std::optional<Box> rectangle_;
  bool simple_path_ = true;
  bool clip_pending_ = false;
  bool unclear_ = false;
  bool incomplete_ = false;
  int operators_ = 0;
  std::optional<PlacedImage> last_painted_;
};

/// Links and pop-ups have no face of their own.
bool shows_annotations(QPDFPageObjectHelper& page) {
  std::vector<QPDFAnnotationObjectHelper> annotations = page.getAnnotations();
  return std::any_of(annotations.begin(), annotations.end(), [](QPDFAnnotationObjectHelper& annotation) {
    const std::string kind = annotation.getSubtype();
    return (annotation.getFlags() & (an_hidden | an_no_view)) == 0 && kind != "/Link" && kind != "/Popup";
  });
}

std::optional<Box> box_of(QPDFObjectHandle array) {
  if (!array.isRectangle()) return std::nullopt;
  const Box box = array.getArrayAsRectangle();
  return box.urx > box.llx && box.ury > box.lly ? std::optional(box) : std::nullopt;
}

/// What a viewer shows of the page: the crop box within the media box. Empty where the file gives none.
std::optional<Box> visible_box(QPDFPageObjectHelper& page) {
  const auto media = box_of(page.getAttribute("/MediaBox", false));
  const auto crop = box_of(page.getAttribute("/CropBox", false));
  if (!media || !crop) return media;
  const Box both{std::max(media->llx, crop->llx), std::max(media->lly, crop->lly), std::min(media->urx, crop->urx),
                 std::min(media->ury, crop->ury)};
  return both.urx > both.llx && both.ury > both.lly ? both : *media;
}

}  // namespace

PageContent read_content(QPDFPageObjectHelper& page) {
  const auto box = visible_box(page);
  ContentReader reader(page.getAttribute("/Resources", false), box.value_or(Box{}));
  page.parseContents(&reader);
  PageContent content = reader.content();
  if (!box || shows_annotations(page)) content.image.reset();
  return content;
}

}  // namespace shenbao::pipeline
