// A program of somebody who has librca installed.
#include <rca.h>
#include <stdio.h>

int main(void) {
    rca_references *references = NULL;
    rca_error *error = NULL;
    const int32_t status = rca_references_open("none.rcaref", &references, &error);
    printf("%s %d %d %s\n", rca_version(), (int)(rca_api_version() == RCA_API_VERSION), (int)status,
        rca_error_message(error));
    rca_error_free(error);
    return 0;
}
