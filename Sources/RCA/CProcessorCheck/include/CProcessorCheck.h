#ifndef RCA_CPROCESSOR_CHECK_H
#define RCA_CPROCESSOR_CHECK_H

/// Linking this module into a program ends it with a message, before main, on a processor that lacks what it was
/// compiled for. A library must not do that to its host; this function only makes the linker keep the module.
void rca_processor_check_is_linked(void);

#endif
