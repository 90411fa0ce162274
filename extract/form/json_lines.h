#pragma once

#include <cstddef>
#include <map>
#include <string>

namespace shenbao::extract {

/// The line, counted from 1, on which each value of a JSON text begins, by JSON Pointer ("" is the whole).
/// A text that is not JSON gives the values before the mistake.
std::map<std::string, int> json_lines(const std::string& json);

/// The line of a byte offset, counted from 1.
int line_of(const std::string& text, std::size_t offset);

}  // namespace shenbao::extract
