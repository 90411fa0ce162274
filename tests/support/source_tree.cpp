#include "support/source_tree.h"

namespace shenbao::test {

std::string source_path(const std::string& below_root) { return SHENBAO_SOURCE_DIR "/" + below_root; }

std::string program_path() { return SHENBAO_PROGRAM; }

}  // namespace shenbao::test
