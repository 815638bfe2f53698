#include "CPage.h"

#include <stddef.h>
#include <string.h>

// Swift's own way (`embedInCode`) makes an array literal of each file, and optimising these took as long as compiling
// all the rest of Presentation.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const char agreement_mustache[] = {
#embed "Parts/agreement.mustache" suffix(, 0)
};
static const char card_mustache[] = {
#embed "Parts/card.mustache" suffix(, 0)
};
static const char drift_mustache[] = {
#embed "Parts/drift.mustache" suffix(, 0)
};
static const char figures_mustache[] = {
#embed "Parts/figures.mustache" suffix(, 0)
};
static const char groups_mustache[] = {
#embed "Parts/groups.mustache" suffix(, 0)
};
static const char histogram_mustache[] = {
#embed "Parts/histogram.mustache" suffix(, 0)
};
static const char marks_js[] = {
#embed "Parts/marks.js" suffix(, 0)
};
static const char martingale_mustache[] = {
#embed "Parts/martingale.mustache" suffix(, 0)
};
static const char page_js[] = {
#embed "Parts/page.js" suffix(, 0)
};
static const char picture_mustache[] = {
#embed "Parts/picture.mustache" suffix(, 0)
};
static const char report_css[] = {
#embed "Parts/report.css" suffix(, 0)
};
static const char report_mustache[] = {
#embed "Parts/report.mustache" suffix(, 0)
};
static const char risk_mustache[] = {
#embed "Parts/risk.mustache" suffix(, 0)
};
static const char run_mustache[] = {
#embed "Parts/run.mustache" suffix(, 0)
};
static const char sheet_mustache[] = {
#embed "Parts/sheet.mustache" suffix(, 0)
};
static const char table_js[] = {
#embed "Parts/table.js" suffix(, 0)
};
static const char unpack_js[] = {
#embed "Parts/unpack.js" suffix(, 0)
};

const char *rca_page_part(const char *name) {
    static const struct {
        const char *name, *text;
    } parts[] = {
        {"agreement.mustache", agreement_mustache},
        {"card.mustache", card_mustache},
        {"drift.mustache", drift_mustache},
        {"figures.mustache", figures_mustache},
        {"groups.mustache", groups_mustache},
        {"histogram.mustache", histogram_mustache},
        {"marks.js", marks_js},
        {"martingale.mustache", martingale_mustache},
        {"page.js", page_js},
        {"picture.mustache", picture_mustache},
        {"report.css", report_css},
        {"report.mustache", report_mustache},
        {"risk.mustache", risk_mustache},
        {"run.mustache", run_mustache},
        {"sheet.mustache", sheet_mustache},
        {"table.js", table_js},
        {"unpack.js", unpack_js},
    };
    for (size_t index = 0; index < sizeof parts / sizeof *parts; index++)
        if (strcmp(parts[index].name, name) == 0) return parts[index].text;
    return NULL;
}
