#include "extract/form/parameter.h"

namespace shenbao::extract {

const Parameter* Parameter::find(const std::string& name) const {
  for (const auto& [key, value] : members) {
    if (key == name) return &value;
  }
  return nullptr;
}

const Parameter& Parameter::operator[](const std::string& name) const {
  static const Parameter absent;
  const Parameter* member = find(name);
  return member != nullptr ? *member : absent;
}

std::vector<std::string> Parameter::texts() const {
  if (kind == Kind::text) return {text};
  std::vector<std::string> all;
  for (const Parameter& item : items) {
    if (item.kind == Kind::text) all.push_back(item.text);
  }
  return all;
}

bool operator==(const Parameter& a, const Parameter& b) {
  return a.kind == b.kind && a.truth == b.truth && a.number == b.number && a.text == b.text && a.items == b.items &&
         a.members == b.members;
}

}  // namespace shenbao::extract
