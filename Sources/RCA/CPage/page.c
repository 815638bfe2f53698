#include "CPage.h"

#include <stddef.h>
#include <string.h>

// Swift's own way (`embedInCode`) makes an array literal of each file, and optimising these took as long as compiling
// all the rest of Presentation.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const struct {
    const char *name, *text;
} parts[] = {
    {"agreement.mustache", (const char[]){
#embed "Parts/agreement.mustache" suffix(, 0)
    }},
    {"card.mustache", (const char[]){
#embed "Parts/card.mustache" suffix(, 0)
    }},
    {"drift.mustache", (const char[]){
#embed "Parts/drift.mustache" suffix(, 0)
    }},
    {"figures.mustache", (const char[]){
#embed "Parts/figures.mustache" suffix(, 0)
    }},
    {"groups.mustache", (const char[]){
#embed "Parts/groups.mustache" suffix(, 0)
    }},
    {"histogram.mustache", (const char[]){
#embed "Parts/histogram.mustache" suffix(, 0)
    }},
    {"marks.js", (const char[]){
#embed "Parts/marks.js" suffix(, 0)
    }},
    {"martingale.mustache", (const char[]){
#embed "Parts/martingale.mustache" suffix(, 0)
    }},
    {"page.js", (const char[]){
#embed "Parts/page.js" suffix(, 0)
    }},
    {"picture.mustache", (const char[]){
#embed "Parts/picture.mustache" suffix(, 0)
    }},
    {"report.css", (const char[]){
#embed "Parts/report.css" suffix(, 0)
    }},
    {"report.mustache", (const char[]){
#embed "Parts/report.mustache" suffix(, 0)
    }},
    {"risk.mustache", (const char[]){
#embed "Parts/risk.mustache" suffix(, 0)
    }},
    {"run.mustache", (const char[]){
#embed "Parts/run.mustache" suffix(, 0)
    }},
    {"sheet.mustache", (const char[]){
#embed "Parts/sheet.mustache" suffix(, 0)
    }},
    {"table.js", (const char[]){
#embed "Parts/table.js" suffix(, 0)
    }},
    {"unpack.js", (const char[]){
#embed "Parts/unpack.js" suffix(, 0)
    }},
};

const char *rca_page_part(const char *name) {
    for (size_t index = 0; index < sizeof parts / sizeof *parts; index++)
        if (strcmp(parts[index].name, name) == 0) return parts[index].text;
    return NULL;
}
