#include "extract/form/lexicons.h"

#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/file_bytes.h"

namespace shenbao::extract {
namespace {

struct Lexicons {
  const JsonText& source;
  std::string folder;

  Json read(const std::string& name, const std::string& pointer) const {
    const std::string file = (std::filesystem::path(folder) / (name + ".json")).string();
    if (!std::filesystem::exists(file)) source.refuse(pointer, "there is no lexicon " + file);
    Json list = JsonText{read_file(file), file, source.code}.parse();
    if (!list.is_array()) source.refuse(pointer, "the lexicon " + file + " is no JSON list");
    return list;
  }

  void put_in(Json& value, const std::string& pointer) const {
    if (value.is_object() && value.size() == 1 && member_of(value, "lexicon").is_string()) {
      value = read(text_of(value, "lexicon"), pointer);
    } else if (value.is_structured()) {
      for (auto& [name, member] : value.items()) put_in(member, pointer + "/" + name);
    }
  }
};

}  // namespace

void put_in_lexicons(Json& definition, const JsonText& source, const std::string& folder) {
  Lexicons{source, folder}.put_in(definition, "");
}

}  // namespace shenbao::extract
