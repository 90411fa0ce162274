#include "extract/text/word_breaks.h"

#include <unicode/brkiter.h>
#include <unicode/unistr.h>

#include <memory>
#include <stdexcept>

namespace shenbao::extract {
namespace {

/// One per thread: an iterator keeps its place.
icu::BreakIterator& breaks() {
  thread_local const std::unique_ptr<icu::BreakIterator> iterator = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::BreakIterator> words(icu::BreakIterator::createWordInstance(icu::Locale("zh"), status));
    if (U_FAILURE(status) || !words) throw std::runtime_error("ICU has no word break iterator");
    return words;
  }();
  return *iterator;
}

}  // namespace

WordSpan word_at(const std::u32string& text, std::size_t at) {
  const auto to_utf16 = [&](std::size_t count) {
    return icu::UnicodeString::fromUTF32(reinterpret_cast<const UChar32*>(text.data()), static_cast<int32_t>(count));
  };
  icu::UnicodeString whole = to_utf16(text.size());
  icu::BreakIterator& iterator = breaks();
  iterator.setText(whole);
  const int32_t inside = to_utf16(at).length();
  const int32_t end = iterator.following(inside);
  const int32_t begin = iterator.previous();
  return {static_cast<std::size_t>(whole.countChar32(0, begin)), static_cast<std::size_t>(whole.countChar32(0, end))};
}

bool stands_alone(const std::u32string& text, std::size_t at) {
  const WordSpan word = word_at(text, at);
  return word.end - word.begin == 1;
}

}  // namespace shenbao::extract
