#include "extract/form/lexicons.h"

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace shenbao::extract {
namespace {

using Json = rapidjson::Value;

struct Lexicons {
  std::string folder;
  rapidjson::Document& definition;

  rapidjson::Document read(const std::string& name, const std::string& pointer) const {
    const std::string file = (std::filesystem::path(folder) / (name + ".json")).string();
    std::ifstream in(file, std::ios::binary);
    if (!in) throw std::runtime_error(pointer + " there is no lexicon " + file);
    std::ostringstream text;
    text << in.rdbuf();
    rapidjson::Document list(&definition.GetAllocator());
    if (list.Parse(text.str().c_str()).HasParseError() || !list.IsArray()) {
      throw std::runtime_error(pointer + " the lexicon " + file + " is no JSON list");
    }
    return list;
  }

  void put_in(Json& value, const std::string& pointer) const {
    if (value.IsArray()) {
      for (rapidjson::SizeType i = 0; i < value.Size(); ++i) put_in(value[i], pointer + "/" + std::to_string(i));
    } else if (value.IsObject() && value.MemberCount() == 1 && value.HasMember("lexicon") &&
               value["lexicon"].IsString()) {
      value = read(value["lexicon"].GetString(), pointer).Move();
    } else if (value.IsObject()) {
      for (auto& member : value.GetObject()) put_in(member.value, pointer + "/" + member.name.GetString());
    }
  }
};

}  // namespace

void put_in_lexicons(rapidjson::Document& definition, const std::string& folder) {
  Lexicons{folder, definition}.put_in(definition, "");
}

}  // namespace shenbao::extract
