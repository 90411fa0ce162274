#include "extract/text/pattern.h"

#include <unicode/regex.h>

#include <stdexcept>

#include "extract/text/utf8.h"

namespace shenbao::extract {

struct Pattern::Compiled {
  std::unique_ptr<icu::RegexPattern> pattern;
};

Pattern::Pattern(const std::string& expression) {
  UErrorCode status = U_ZERO_ERROR;
  UParseError place{};
  auto compiled = std::make_shared<Compiled>();
  compiled->pattern.reset(icu::RegexPattern::compile(icu::UnicodeString::fromUTF8(expression), 0, place, status));
  if (U_FAILURE(status) != 0) {
    throw std::invalid_argument("no regular expression, from character " + std::to_string(place.offset) + " on");
  }
  compiled_ = std::move(compiled);
}

std::optional<Pattern::Match> Pattern::find_from(const std::u32string& text, std::size_t begin) const {
  constexpr std::int32_t kSteps = 500;  // thousands of ICU's steps: some ten times what a page of text takes
  const icu::UnicodeString units = icu::UnicodeString::fromUTF32(reinterpret_cast<const UChar32*>(text.data()),
                                                                 static_cast<std::int32_t>(text.size()));
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::RegexMatcher> matcher(compiled_->pattern->matcher(units, status));
  if (U_FAILURE(status) != 0) return std::nullopt;
  matcher->setTimeLimit(kSteps, status);
  const std::int32_t start = units.moveIndex32(0, static_cast<std::int32_t>(begin));
  if (matcher->find(start, status) == 0 || U_FAILURE(status) != 0) return std::nullopt;
  const auto characters = [&](std::int32_t unit) { return static_cast<std::size_t>(units.countChar32(0, unit)); };
  Match match{characters(matcher->start(status)), characters(matcher->end(status)), {}};
  for (std::int32_t group = 1; group <= matcher->groupCount(); ++group) {
    std::string bytes;
    match.groups.push_back(to_utf32(matcher->group(group, status).toUTF8String(bytes)));
  }
  return match;
}

}  // namespace shenbao::extract
