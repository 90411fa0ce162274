// Reads a scan and prints every value of its forms with its evidence: print_values scan.pdf

#include <shenbao/shenbao.h>

#include <cstdio>
#include <exception>
#include <string>
#include <variant>

namespace {

std::string text_of(const shenbao::Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* number = std::get_if<shenbao::Decimal>(&value)) return shenbao::to_string(*number);
  const auto& month = std::get<shenbao::Month>(value);
  return std::to_string(month.year) + (month.month < 10 ? "-0" : "-") + std::to_string(month.month);
}

void print(const shenbao::Field& field) {
  if (!field.source) return;  // nothing is printed there
  const shenbao::Point corner = field.source->where.corners[0];
  const bool review = shenbao::status_of(field) == shenbao::Status::review;
  std::printf("%s: %s  [page %d at (%.0f, %.0f), read \"%s\", %.0f %%%s]\n", field.path.c_str(),
              field.value ? text_of(*field.value).c_str() : "could not be read", field.source->page_no, corner.x,
              corner.y, field.source->raw.c_str(), 100 * field.source->confidence, review ? ", please review" : "");
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: print_values SCAN\n");
    return 2;
  }
  try {
    const shenbao::Document document = shenbao::read_document(argv[1], {});
    const shenbao::Report report = shenbao::run(document, *shenbao::make_engine(), shenbao::make_setup());
    for (const shenbao::Form& form : report.forms) {
      std::printf("%s\n", form.type.c_str());
      for (const shenbao::Field& field : form.fields) print(field);
    }
    return 0;
  } catch (const std::exception& trouble) {
    std::fprintf(stderr, "%s\n", trouble.what());
    return 2;
  }
}
