#pragma once

#include <string>
#include <string_view>

namespace shenbao {

/// A whole file's bytes. Throws Error (not_found, unreadable).
std::string read_file(const std::string& path);

/// Puts `bytes` at `path` so that a reader sees the old file or the whole new one, never a part; makes missing folders.
/// Throws Error (output).
void write_file(const std::string& path, const std::string& bytes);

/// Makes the folder where it is missing and makes sure that files can be written in it. Throws Error (output).
void require_writable_folder(const std::string& folder);

/// Lower-case hex SHA-256 of `bytes`.
std::string sha256(std::string_view bytes);

}  // namespace shenbao
