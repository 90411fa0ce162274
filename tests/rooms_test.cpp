// Holds the includes of every room against the table of rooms in docs/architecture.md.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "support/source_tree.h"
#include "support/temporary_folder.h"

namespace fs = std::filesystem;

namespace shenbao {
namespace {

using testing::AnyOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A third party that a room may include: everywhere, or in these files only.
struct ThirdParty {
  std::string name;             ///< as the table has it: "libtiff"
  std::set<std::string> files;  ///< of that room; empty: any
};

struct Room {
  std::string folder;  ///< "extract/text"
  std::vector<ThirdParty> third_parties;
};

/// Whose header an include in angle brackets is, by the beginning of its name.
const std::vector<std::pair<std::string, std::string>> kHeaders = {
    {"CLI/", "CLI11"},           {"opencv2/", "OpenCV"},   {"tesseract/", "Tesseract"},
    {"leptonica/", "Leptonica"}, {"unicode/", "ICU"},      {"nlohmann/", "nlohmann/json"},
    {"valijson/", "valijson"},   {"poppler-", "Poppler"},  {"qpdf/", "qpdf"},
    {"tiff", "libtiff"},         {"jpeglib.h", "libjpeg"}, {"jerror.h", "libjpeg"},
    {"png.h", "libpng"},         {"openssl/", "OpenSSL"},  {"openjpeg", "OpenJPEG"},
    {"webp/", "libwebp"},        {"omp.h", "OpenMP"}};

/// The standard library, POSIX, the processor's own header and fmt: every room may use them.
bool is_common(const std::string& header) {
  static const std::regex common("[a-z_0-9]+|sys/.*|fmt/.*|(dlfcn|errno|fcntl|immintrin|signal|time|unistd)\\.h");
  return std::regex_match(header, common);
}

std::string third_party_of(const std::string& header) {
  for (const auto& [beginning, name] : kHeaders) {
    if (header.rfind(beginning, 0) == 0) return name;
  }
  return header;
}

std::vector<std::string> matches(const std::string& text, const std::string& pattern) {
  const std::regex regex(pattern);
  std::vector<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), regex), end; at != end; ++at) found.push_back((*at)[1]);
  return found;
}

/// The rooms from the top, from lines like: | `pipeline/input/` | files → pages | qpdf in `pdf.cpp`; libtiff in … |
std::vector<Room> rooms_in(const std::string& architecture) {
  static const std::regex row("\\| `([a-z_/]+)/` \\|[^|]*\\|([^|]*)\\|");
  std::vector<Room> rooms;
  std::istringstream lines(architecture);
  for (std::string line; std::getline(lines, line);) {
    std::smatch columns;
    if (!std::regex_match(line, columns, row)) continue;
    Room room{columns[1], {}};
    for (const std::string& entry : matches(columns[2], "([^;]+);?")) {
      const auto names = matches(entry, "^ *([A-Za-z0-9/]+)");
      if (names.empty()) continue;
      const auto files = matches(entry, "`([^`]+)`");
      room.third_parties.push_back({names.front(), {files.begin(), files.end()}});
    }
    rooms.push_back(std::move(room));
  }
  return rooms;
}

std::string folder_of(const std::string& file) { return fs::path(file).parent_path().string(); }

std::optional<std::size_t> place_of(const std::string& folder, const std::vector<Room>& rooms) {
  const auto at = std::find_if(rooms.begin(), rooms.end(), [&](const Room& room) { return room.folder == folder; });
  if (at == rooms.end()) return std::nullopt;
  return static_cast<std::size_t>(at - rooms.begin());
}

bool may_include(const Room& room, const std::string& file, const std::string& third_party) {
  return std::any_of(room.third_parties.begin(), room.third_parties.end(), [&](const ThirdParty& allowed) {
    return allowed.name == third_party &&
           (allowed.files.empty() || allowed.files.count(fs::path(file).filename().string()) > 0);
  });
}

/// The headers of ours that a file includes, relative to the root.
std::vector<std::string> own_headers(const std::string& text) {
  std::vector<std::string> headers = matches(text, "#include \"([^\"]+)\"");
  for (const std::string& header : matches(text, "#include <(shenbao/[^>]+)>")) headers.push_back("include/" + header);
  return headers;
}

/// What is wrong with the includes of one file; `file` is relative to the root.
std::vector<std::string> broken_rules(const std::string& file, const std::string& text,
                                      const std::vector<Room>& rooms) {
  const auto own = place_of(folder_of(file), rooms);
  if (!own) return {file + ": its folder is not in the table of rooms"};
  std::vector<std::string> broken;
  for (const std::string& header : own_headers(text)) {
    if (fs::path(header).extension() == ".inc") continue;  // data of models/, made into source by the build
    const auto other = place_of(folder_of(header), rooms);
    if (!other) {
      broken.push_back(file + ": " + header + " is in no room");
    } else if (*other < *own) {
      broken.push_back(file + ": includes up, " + header);
    }
  }
  for (const std::string& header : matches(text, "#include <([^>]+)>")) {
    const std::string third_party = third_party_of(header);
    if (header.rfind("shenbao/", 0) == 0 || is_common(header) || may_include(rooms[*own], file, third_party)) continue;
    broken.push_back(file + ": the table of rooms does not give it " + third_party + ", <" + header + ">");
  }
  return broken;
}

/// Every C++ file of the product, relative to the root, sorted.
std::vector<std::string> product_files() {
  static const std::set<std::string> others{"bench", "build", "examples", "models", "out", "samples", "tests"};
  const fs::path root = test::source_path("");
  std::vector<std::string> files;
  for (const fs::directory_entry& top : fs::directory_iterator(root)) {
    const std::string name = top.path().filename().string();
    if (!top.is_directory() || name.front() == '.' || others.count(name) > 0) continue;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(top)) {
      const std::string kind = entry.path().extension().string();
      if (kind == ".cpp" || kind == ".h") files.push_back(entry.path().lexically_relative(root).string());
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

constexpr const char* kTable =
    "| room | job | third parties |\n|---|---|---|\n"
    "| `cli/` | arguments | CLI11 |\n"
    "| `layout/page/` | pixels | OpenCV; ICU in `names.cpp` |\n"
    "| `base/` | errors | |\n";

TEST(Rooms, AreReadFromTheTable) {
  const std::vector<Room> rooms = rooms_in(kTable);

  ASSERT_EQ(rooms.size(), 3u);
  EXPECT_EQ(rooms[1].folder, "layout/page");
  ASSERT_EQ(rooms[1].third_parties.size(), 2u);
  EXPECT_EQ(rooms[1].third_parties[1].name, "ICU");
  EXPECT_THAT(rooms[1].third_parties[1].files, ElementsAre("names.cpp"));
  EXPECT_THAT(rooms[2].third_parties, IsEmpty());
}

TEST(Rooms, MayIncludeDownwards) {
  EXPECT_THAT(broken_rules("cli/main.cpp", "#include <vector>\n#include <CLI/CLI.hpp>\n#include \"base/error.h\"\n",
                           rooms_in(kTable)),
              IsEmpty());
}

TEST(Rooms, MayNotIncludeUpwards) {
  EXPECT_THAT(broken_rules("base/error.h", "#include \"layout/page/page.h\"\n", rooms_in(kTable)),
              ElementsAre(HasSubstr("includes up")));
}

TEST(Rooms, MustBeInTheTable) {
  EXPECT_THAT(broken_rules("utils/odds.h", "", rooms_in(kTable)), ElementsAre(HasSubstr("not in the table")));
}

TEST(Rooms, MayOnlyIncludeTheThirdPartiesOfTheirRow) {
  const std::string text = "#include <unicode/uchar.h>\n";

  EXPECT_THAT(broken_rules("layout/page/names.cpp", text, rooms_in(kTable)), IsEmpty());
  EXPECT_THAT(broken_rules("layout/page/page.cpp", text, rooms_in(kTable)), ElementsAre(HasSubstr("ICU")));
  EXPECT_THAT(broken_rules("base/error.h", "#include <boost/any.hpp>\n", rooms_in(kTable)),
              ElementsAre(HasSubstr("boost/any.hpp")));
}

TEST(Rooms, OfThisTreeKeepToTheTable) {
  const std::vector<Room> rooms = rooms_in(test::bytes_of(test::source_path("docs/architecture.md")));
  const std::vector<std::string> files = product_files();
  ASSERT_GT(rooms.size(), 10u);
  ASSERT_GT(files.size(), 100u);

  for (const std::string& file : files) {
    EXPECT_THAT(broken_rules(file, test::bytes_of(test::source_path(file)), rooms), IsEmpty());
  }
}

TEST(Rooms, TheCommandLineIsBuiltOnThePublicHeadersAlone) {
  for (const std::string& file : product_files()) {
    if (folder_of(file) != "cli") continue;
    for (const std::string& header : own_headers(test::bytes_of(test::source_path(file)))) {
      EXPECT_THAT(folder_of(header), AnyOf("cli", "include/shenbao")) << file;
    }
  }
}

TEST(Rooms, OfTheTableHaveCode) {
  const std::vector<std::string> files = product_files();

  for (const Room& room : rooms_in(test::bytes_of(test::source_path("docs/architecture.md")))) {
    EXPECT_TRUE(std::any_of(files.begin(), files.end(), [&](const std::string& file) {
      return folder_of(file) == room.folder;
    })) << room.folder;
  }
}

std::vector<std::string> documents() {
  std::vector<std::string> files{"README.md", "README.zh-CN.md", "CHANGELOG.md"};
  for (const fs::directory_entry& entry : fs::directory_iterator(test::source_path("docs"))) {
    if (entry.path().extension() == ".md") files.push_back("docs/" + entry.path().filename().string());
  }
  return files;
}

TEST(Documents, LinkToWhatExists) {
  for (const std::string& document : documents()) {
    const fs::path file = test::source_path(document);
    for (const std::string& link : matches(test::bytes_of(file.string()), "\\]\\(([^)#:]+)\\)")) {
      EXPECT_TRUE(fs::exists(file.parent_path() / link)) << document << ": " << link;
    }
  }
}

TEST(Documents, NameSourcesThatExist) {
  std::vector<std::string> sources = product_files();
  for (const char* folder : {"tests", "bench", "examples", "models/training"}) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(test::source_path(folder))) {
      sources.push_back(entry.path().string());
    }
  }
  const auto is_source = [&](const std::string& name) {
    return std::any_of(sources.begin(), sources.end(), [&](const std::string& source) {
      const std::string path = "/" + source, end = "/" + name;
      return path.size() >= end.size() && path.compare(path.size() - end.size(), end.size(), end) == 0;
    });
  };
  for (const std::string& document : documents()) {
    for (const std::string& name :
         matches(test::bytes_of(test::source_path(document)), "`([a-z_0-9/]+\\.(?:cpp|h))`")) {
      EXPECT_TRUE(is_source(name)) << document << ": " << name;
    }
  }
}

}  // namespace
}  // namespace shenbao
