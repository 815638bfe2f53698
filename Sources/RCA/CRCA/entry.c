#include "CProcessor.h"
#include "rca_internal.h"

// Compiled for the oldest x86-64: nothing newer may run before the processor has been asked. All other functions take a
// handle that one of these has made.

int32_t rca_api_version(void) { return RCA_API_VERSION; }

static int32_t check_processor(rca_error **error) {
    if (rca_processor_is_supported()) return RCA_OK;
    if (error) {
        *error = rca_error_create(
            RCA_ERROR_MACHINE, "this processor", "lacks AVX2 or FMA, which this build needs",
            "rebuild it with RCA_PORTABLE=1");
    }
    return RCA_ERROR_MACHINE;
}

int32_t rca_references_open(const char *path, rca_references **references, rca_error **error) {
    const int32_t status = check_processor(error);
    return status == RCA_OK ? rca_swift_references_open(path, references, error) : status;
}

int32_t rca_builder_new(const char *structures, rca_builder **builder, rca_error **error) {
    const int32_t status = check_processor(error);
    return status == RCA_OK ? rca_swift_builder_new(structures, builder, error) : status;
}

int32_t rca_calibration_open(const char *path, rca_calibration **calibration, rca_error **error) {
    const int32_t status = check_processor(error);
    return status == RCA_OK ? rca_swift_calibration_open(path, calibration, error) : status;
}

int32_t rca_calibrator_new(
    const char *const *structures, int32_t count, const rca_references *references, rca_calibrator **calibrator,
    rca_error **error) {
    const int32_t status = check_processor(error);
    return status == RCA_OK ? rca_swift_calibrator_new(structures, count, references, calibrator, error) : status;
}
