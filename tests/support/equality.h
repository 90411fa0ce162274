#pragma once

// Whether two nouns are equal, member by member: what only tests ask.

#include <tuple>

#include "pipeline/report/report.h"

namespace shenbao::extract {

inline bool operator==(const Finding& a, const Finding& b) {
  return a.code == b.code && a.severity == b.severity && a.form == b.form && a.path == b.path &&
         a.page_no == b.page_no && a.where == b.where && a.message == b.message && a.expected == b.expected &&
         a.actual == b.actual;
}

inline bool operator==(const DocumentFinding& a, const DocumentFinding& b) {
  return a.document == b.document && a.finding == b.finding;
}

inline bool operator==(const Provenance& a, const Provenance& b) {
  return a.page_no == b.page_no && a.where == b.where && a.raw == b.raw && a.confidence == b.confidence;
}

inline bool operator==(const Field& a, const Field& b) {
  return a.path == b.path && a.value == b.value && a.source == b.source && a.doubts == b.doubts &&
         a.corrected == b.corrected && a.before == b.before;
}

inline bool operator==(const Label& a, const Label& b) {
  return std::tie(a.kind, a.path, a.block, a.columns, a.page_no, a.where, a.behind, a.sure) ==
         std::tie(b.kind, b.path, b.block, b.columns, b.page_no, b.where, b.behind, b.sure);
}

inline bool operator==(const Form& a, const Form& b) {
  return a.type == b.type && a.pages == b.pages && a.fields == b.fields && a.rows == b.rows && a.labels == b.labels;
}

}  // namespace shenbao::extract

namespace shenbao::pipeline {

inline bool operator==(const SourceInfo& a, const SourceInfo& b) {
  return std::tie(a.file, a.sha256, a.bytes, a.pages, a.damage, a.attachments) ==
         std::tie(b.file, b.sha256, b.bytes, b.pages, b.damage, b.attachments);
}

inline bool operator==(const EngineInfo& a, const EngineInfo& b) {
  return std::tie(a.shenbao, a.tesseract, a.models, a.forms) == std::tie(b.shenbao, b.tesseract, b.models, b.forms);
}

inline bool operator==(const Report& a, const Report& b) {
  return std::tie(a.source, a.engine, a.pages, a.forms, a.findings) ==
         std::tie(b.source, b.engine, b.pages, b.forms, b.findings);
}

inline bool operator==(const Failure& a, const Failure& b) { return a.code == b.code && a.message == b.message; }

inline bool operator==(const Outcome& a, const Outcome& b) {
  return std::tie(a.input, a.failure, a.pages, a.values, a.review, a.forms, a.findings) ==
         std::tie(b.input, b.failure, b.pages, b.values, b.review, b.forms, b.findings);
}

inline bool operator==(const Batch& a, const Batch& b) {
  return std::tie(a.engine, a.outcomes, a.findings) == std::tie(b.engine, b.outcomes, b.findings);
}

inline bool operator==(const Input& a, const Input& b) { return a.file == b.file && a.result == b.result; }

}  // namespace shenbao::pipeline
