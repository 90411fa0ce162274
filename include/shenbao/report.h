#pragma once

// What is known of a document once it is read: pages, forms with evidence for every value, findings; and its JSON
// text.

#include "pipeline/extract_files.h"
#include "pipeline/report/report.h"

namespace shenbao {

using pipeline::read_result;
using pipeline::Report;
using pipeline::result_text;
using pipeline::SourceInfo;

using extract::CellText;
using extract::compare;
using extract::Decimal;
using extract::Doubt;
using extract::Field;
using extract::Finding;
using extract::Form;
using extract::Language;
using extract::LineText;
using extract::Month;
using extract::PageText;
using extract::Provenance;
using extract::Reading;
using extract::Severity;
using extract::Status;
using extract::status_of;
using extract::TableText;
using extract::to_string;
using extract::Value;

using layout::Box;
using layout::Defect;
using layout::DefectKind;
using layout::Point;
using layout::Quad;
using layout::Seal;
using layout::SealColour;

}  // namespace shenbao
