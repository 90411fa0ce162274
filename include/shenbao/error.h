#pragma once

// Trouble that ends a document or a call.

#include "base/error.h"
