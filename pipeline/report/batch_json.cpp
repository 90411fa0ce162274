#include "pipeline/report/batch_json.h"

#include <algorithm>
#include <utility>

#include "pipeline/report/report_json.h"

namespace shenbao::pipeline {
namespace {

constexpr const char* kSchema = "shenbao.batch/1";

Json count(const std::vector<extract::Finding>& findings, extract::Severity severity) {
  const auto same = [&](const extract::Finding& finding) { return finding.severity == severity; };
  return Json::number(std::int64_t{std::count_if(findings.begin(), findings.end(), same)});
}

Json list_of(const std::vector<extract::Finding>& findings) {
  Json list(Json::Kind::array);
  for (const extract::Finding& finding : findings) list.add(to_json(finding));
  return list;
}

Json entry_of(const Outcome& outcome, Detail detail) {
  Json json(Json::Kind::object);
  json.add("input", Json::string(outcome.input.file));
  if (outcome.failure) {
    Json failure(Json::Kind::object);
    failure.add("code", Json::string(outcome.failure->code)).add("message", Json::string(outcome.failure->message));
    return json.add("result", Json()).add("failure", std::move(failure));
  }
  json.add("result", Json::string(outcome.input.result)).add("failure", Json());
  json.add("pages", Json::number(std::int64_t{outcome.pages}));
  Json types(Json::Kind::array);
  for (const extract::Form& form : outcome.forms) types.add(Json::string(form.type));
  json.add("forms", std::move(types));
  json.add("values", Json::number(std::int64_t{outcome.values}));
  json.add("review", Json::number(std::int64_t{outcome.review}));
  json.add("errors", count(outcome.findings, extract::Severity::error));
  json.add("warnings", count(outcome.findings, extract::Severity::warning));
  json.add("infos", count(outcome.findings, extract::Severity::info));
  if (detail == Detail::findings) json.add("findings", list_of(outcome.findings));
  return json;
}

}  // namespace

Json to_json(const Batch& batch, Detail detail) {
  Json inputs(Json::Kind::array), findings(Json::Kind::array);
  for (const extract::DocumentFinding& found : batch.findings) {
    Json json = to_json(found.finding);
    json.add("input", Json::string(batch.outcomes[found.document].input.file));
    findings.add(std::move(json));
  }
  for (const Outcome& outcome : batch.outcomes) inputs.add(entry_of(outcome, detail));
  return Json(Json::Kind::object)
      .add("schema", Json::string(kSchema))
      .add("engine", to_json(batch.engine))
      .add("inputs", std::move(inputs))
      .add("findings", std::move(findings));
}

bool is_index(const Json& json) {
  const Json* schema = json.kind == Json::Kind::object ? json.find("schema") : nullptr;
  return schema != nullptr && schema->kind == Json::Kind::string && schema->text == kSchema;
}

}  // namespace shenbao::pipeline
