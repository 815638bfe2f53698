// ICU's data, without any, as ICU's own stubdata has it: Foundation brings 30 MB of it for languages and calendars, which
// nothing here asks for.
#include <stdint.h>

struct data_header {
    uint16_t header_size;
    uint8_t magic[2];
    uint16_t info_size, reserved;
    uint8_t is_big_endian, charset_family, char_size, reserved_byte;
    uint8_t format[4], format_version[4], data_version[4];
    uint8_t padding[8];
    uint32_t count, reserved_count;
    double alignment;
};

const struct data_header ICU_DATA = {
    .header_size = 32, .magic = {0xda, 0x27}, .info_size = 20, .char_size = 2, .format = {'T', 'o', 'C', 'P'},
    .format_version = {1}};
