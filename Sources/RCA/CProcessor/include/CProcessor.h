#ifndef RCA_CPROCESSOR_H
#define RCA_CPROCESSOR_H

/// 1 when this processor runs what the library was compiled for, else 0.
int rca_processor_is_supported(void);

/// Asks the C library to keep freed blocks of up to the given number of bytes for later ones, where it can.
void rca_keep_freed_memory(int bytes);

#endif
