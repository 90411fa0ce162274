#include "extract/form/rule.h"

namespace shenbao::extract {

bool operator==(const Message& a, const Message& b) { return a.zh == b.zh && a.en == b.en; }

std::string render(const Message& message, Language language,
                   const std::vector<std::pair<std::string, std::string>>& values) {
  const std::string& pattern = language == Language::zh ? message.zh : message.en;
  std::string text;
  for (std::size_t at = 0; at < pattern.size();) {
    const std::size_t open = pattern.find('{', at);
    const std::size_t close = open == std::string::npos ? open : pattern.find('}', open);
    if (close == std::string::npos) return text + pattern.substr(at);
    text += pattern.substr(at, open - at);
    const std::string name = pattern.substr(open + 1, close - open - 1);
    std::string value = pattern.substr(open, close - open + 1);
    for (const auto& [key, replacement] : values) {
      if (key == name) value = replacement;
    }
    text += value;
    at = close + 1;
  }
  return text;
}

}  // namespace shenbao::extract
