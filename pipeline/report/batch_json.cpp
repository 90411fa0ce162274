#include "pipeline/report/batch_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "pipeline/report/report_json.h"

namespace shenbao::pipeline {
namespace {

constexpr const char* kSchema = "shenbao.batch/1";

std::int64_t count(const std::vector<extract::Finding>& findings, extract::Severity severity) {
  const auto same = [&](const extract::Finding& finding) { return finding.severity == severity; };
  return std::count_if(findings.begin(), findings.end(), same);
}

Json entry_of(const Outcome& outcome, Detail detail) {
  Json json = {{"input", outcome.input.file}, {"result", nullptr}, {"failure", nullptr}};
  if (outcome.failure) {
    json["failure"] = {{"code", outcome.failure->code}, {"message", outcome.failure->message}};
    return json;
  }
  json["result"] = outcome.input.result;
  json["pages"] = outcome.pages;
  json["forms"] = Json::array();
  for (const extract::Form& form : outcome.forms) json["forms"].push_back(form.type);
  json["values"] = outcome.values;
  json["review"] = outcome.review;
  json["errors"] = count(outcome.findings, extract::Severity::error);
  json["warnings"] = count(outcome.findings, extract::Severity::warning);
  json["infos"] = count(outcome.findings, extract::Severity::info);
  if (detail == Detail::figures) return json;
  json["findings"] = Json::array();
  for (const extract::Finding& finding : outcome.findings) json["findings"].push_back(to_json(finding));
  return json;
}

}  // namespace

std::string print(const Batch& batch, Detail detail) {
  Json json = {
      {"schema", kSchema}, {"engine", to_json(batch.engine)}, {"inputs", Json::array()}, {"findings", Json::array()}};
  for (const Outcome& outcome : batch.outcomes) json["inputs"].push_back(entry_of(outcome, detail));
  for (const extract::DocumentFinding& found : batch.findings) {
    json["findings"].push_back(to_json(found.finding));
    json["findings"].back()["input"] = batch.outcomes[found.document].input.file;
  }
  return print_json(json);
}

bool is_index(const Json& json) { return text_of(json, "schema") == kSchema; }

}  // namespace shenbao::pipeline
