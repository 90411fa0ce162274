#include "extract/form/json_lines.h"

#include <rapidjson/reader.h>
#include <rapidjson/stream.h>

#include <algorithm>
#include <vector>

namespace shenbao::extract {
namespace {

/// Keeps the pointer of the value that comes next while RapidJSON's reader walks over the text.
class PlaceRecorder : public rapidjson::BaseReaderHandler<rapidjson::UTF8<>, PlaceRecorder> {
 public:
  PlaceRecorder(const std::string& text, const rapidjson::StringStream& stream) : text_(text), stream_(stream) {}

  bool Default() { return record_value(); }
  bool StartObject() { return open(-1); }
  bool StartArray() { return open(0); }
  bool EndObject(rapidjson::SizeType) { return close(); }
  bool EndArray(rapidjson::SizeType) { return close(); }
  bool Key(const char* name, rapidjson::SizeType length, bool) {
    levels_.back().key.assign(name, length);
    return true;
  }

  std::map<std::string, int> lines;

 private:
  struct Level {
    std::string key;
    int index = -1;  ///< of the next item; -1 in an object
  };

  std::string pointer() const {
    std::string path;
    for (const Level& level : levels_) path += "/" + (level.index < 0 ? level.key : std::to_string(level.index));
    return path;
  }
  bool record_value() {
    lines[pointer()] = line_of(text_, stream_.Tell());
    if (!levels_.empty() && levels_.back().index >= 0) ++levels_.back().index;
    return true;
  }
  bool open(int first_index) {
    lines[pointer()] = line_of(text_, stream_.Tell());
    levels_.push_back({"", first_index});
    return true;
  }
  bool close() {
    levels_.pop_back();
    if (!levels_.empty() && levels_.back().index >= 0) ++levels_.back().index;
    return true;
  }

  const std::string& text_;
  const rapidjson::StringStream& stream_;
  std::vector<Level> levels_;
};

}  // namespace

int line_of(const std::string& text, std::size_t offset) {
  const auto end = text.begin() + static_cast<std::ptrdiff_t>(std::min(offset, text.size()));
  return 1 + static_cast<int>(std::count(text.begin(), end, '\n'));
}

std::map<std::string, int> json_lines(const std::string& json) {
  rapidjson::StringStream stream(json.c_str());
  PlaceRecorder recorder(json, stream);
  rapidjson::Reader().Parse(stream, recorder);
  return recorder.lines;
}

}  // namespace shenbao::extract
