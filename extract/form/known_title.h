#pragma once

#include <string>
#include <vector>

namespace shenbao::extract {

/// A known title as definitions write it: … at its front stands for any words, such as an office's name.
bool is_open_title(const std::string& known);

/// Whether a printed title is the known one; width and punctuation aside.
bool is_title(const std::string& text, const std::string& known);

/// Whether it is, but for marks: a bracket that the reader lost. Of an open title only its end is compared.
bool lacks_marks(const std::string& text, const std::string& known);

/// The known title with the least edit distance; "" of none.
std::string nearest_title(const std::string& text, const std::vector<std::string>& known);

/// Whether a text that is not the known title may be it as a reader left it: cut off at an end, or with a letter for a
/// bracket.
bool is_misread_title(const std::string& text, const std::string& known);

}  // namespace shenbao::extract
