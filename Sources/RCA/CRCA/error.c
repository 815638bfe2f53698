#include <stdlib.h>
#include <string.h>

#include "rca_internal.h"

struct rca_error {
    int32_t code;
    /// Message, subject, problem and remedy, one after another, each with its zero.
    const char *message;
    const char *subject;
    const char *problem;
    const char *remedy;
    char texts[];
};

static char *append(char *end, const char *text) {
    const size_t length = strlen(text);
    memcpy(end, text, length + 1);
    return end + length;
}

rca_error *rca_error_create(int32_t code, const char *subject, const char *problem, const char *remedy) {
    const char *advice = remedy ? remedy : "";
    const size_t length = strlen(subject) + strlen(problem) + strlen(advice);
    rca_error *error = malloc(sizeof(rca_error) + 2 * length + sizeof ": ; " + 4);
    if (!error) return NULL;
    error->code = code;
    error->message = error->texts;
    char *end = append(append(append(error->texts, subject), ": "), problem);
    if (*advice) end = append(append(end, "; "), advice);
    // One line, whatever is in a path.
    for (char *byte = error->texts; byte < end; byte++) {
        if ((unsigned char)*byte < 0x20 || *byte == 0x7f) *byte = '?';
    }
    error->subject = end + 1;
    end = append(end + 1, subject);
    error->problem = end + 1;
    end = append(end + 1, problem);
    error->remedy = end + 1;
    append(end + 1, advice);
    return error;
}

int32_t rca_error_code(const rca_error *error) { return error ? error->code : RCA_OK; }
const char *rca_error_message(const rca_error *error) { return error ? error->message : ""; }
const char *rca_error_subject(const rca_error *error) { return error ? error->subject : ""; }
const char *rca_error_problem(const rca_error *error) { return error ? error->problem : ""; }
const char *rca_error_remedy(const rca_error *error) { return error ? error->remedy : ""; }
void rca_error_free(rca_error *error) { free(error); }
