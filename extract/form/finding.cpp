#include "extract/form/finding.h"

namespace shenbao::extract {

bool operator==(const Finding& a, const Finding& b) {
  return a.code == b.code && a.severity == b.severity && a.form == b.form && a.path == b.path &&
         a.page_no == b.page_no && a.where == b.where && a.message == b.message && a.expected == b.expected &&
         a.actual == b.actual;
}

bool operator==(const DocumentFinding& a, const DocumentFinding& b) {
  return a.document == b.document && a.finding == b.finding;
}

}  // namespace shenbao::extract
