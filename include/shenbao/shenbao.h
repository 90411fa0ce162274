#pragma once

// shenbao reads scanned declaration forms into checked, typed values with evidence. This is all of it but
// <shenbao/pixels.h>.
//
//     const shenbao::Document document = shenbao::read_document("scan.pdf", {});
//     const shenbao::Report report = shenbao::run(document, *shenbao::make_engine(), shenbao::make_setup());

#include <shenbao/batch.h>
#include <shenbao/document.h>
#include <shenbao/engine.h>
#include <shenbao/error.h>
#include <shenbao/forms.h>
#include <shenbao/report.h>
#include <shenbao/run.h>
