// The library's C on a processor that is too old: the Swift behind it must not run.
#include <stdio.h>
#include <stdlib.h>

#include "rca_internal.h"

int rca_processor_is_supported(void) { return 0; }

int32_t rca_swift_references_open(const char *path, rca_references **references, rca_error **error) { abort(); }
int32_t rca_swift_builder_new(const char *structures, rca_builder **builder, rca_error **error) { abort(); }
int32_t rca_swift_calibration_open(const char *path, rca_calibration **calibration, rca_error **error) { abort(); }
int32_t rca_swift_calibrator_new(
    const char *const *structures, int32_t count, const rca_references *references, rca_calibrator **calibrator,
    rca_error **error) {
    abort();
}

int main(void) {
    rca_references *references = NULL;
    rca_builder *builder = NULL;
    rca_calibration *calibration = NULL;
    rca_calibrator *calibrator = NULL;
    const char *names[] = {"lungs"};
    rca_error *error = NULL;
    const int32_t status = rca_references_open("set.rcaref", &references, &error);
    printf("%d %d %s\n", (int)status, (int)rca_builder_new("lungs=1", &builder, NULL), rca_error_message(error));
    rca_error_free(error);
    printf("%d %d\n", (int)rca_calibration_open("model.json", &calibration, NULL),
        (int)rca_calibrator_new(names, 1, NULL, &calibrator, NULL));
    return references || builder || calibration || calibrator;
}
