#include "CProcessorCheck.h"

#include <unistd.h>

#include "CProcessor.h"

void rca_processor_check_is_linked(void) {}

// Runs before main, and before any Swift code: the rest of the program may use AVX2 from its first line.
__attribute__((constructor)) static void rca_require_processor(void) {
    if (rca_processor_is_supported()) return;
    static const char message[] =
        "rca: this build needs a processor with AVX2 and FMA; "
        "rebuild it with RCA_PORTABLE=1 for this one\n";
    if (write(STDERR_FILENO, message, sizeof message - 1) < 0) { /* nothing left to say it with */ }
    _exit(64);
}
