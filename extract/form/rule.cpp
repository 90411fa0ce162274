#include "extract/form/rule.h"

namespace shenbao::extract {

std::string render(const Message& message, Language language, const MessageValues& values) {
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

Finding finding_of(const Wording& says, Language language, const MessageValues& values) {
  Finding finding;
  finding.code = says.code;
  finding.severity = says.severity;
  finding.message = render(says.message, language, values);
  for (const auto& [name, value] : values) {
    if (name == "expected") finding.expected = value;
    if (name == "actual") finding.actual = value;
  }
  return finding;
}

}  // namespace shenbao::extract
