#ifndef RCA_INTERNAL_H
#define RCA_INTERNAL_H

// What lies between rca.h and the Swift behind it. Not installed.

#include "rca.h"

/// A new error. Texts are copied; `remedy` may be NULL.
rca_error *rca_error_create(int32_t code, const char *subject, const char *problem, const char *remedy);

// What makes handles begins in C, which is compiled for the oldest processor, and goes on in Swift, which is not.
int32_t rca_swift_references_open(const char *path, rca_references **references, rca_error **error);
int32_t rca_swift_builder_new(const char *structures, rca_builder **builder, rca_error **error);
int32_t rca_swift_calibration_open(const char *path, rca_calibration **calibration, rca_error **error);
int32_t rca_swift_calibrator_new(
    const char *const *structures, int32_t count, const rca_references *references, rca_calibrator **calibrator,
    rca_error **error);

#endif
