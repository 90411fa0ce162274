#pragma once

#include "pipeline/report/report.h"

namespace shenbao::test {

/// A report that uses every member of every noun at least once: one page with a table, a line, a seal and a defect; one
/// form with an amount, a whole number, a month, a text, a blank, an unreadable value, a list of rows and an empty
/// list.
pipeline::Report sample_report();

}  // namespace shenbao::test
