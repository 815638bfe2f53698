#ifndef RCA_CPROCESSOR_H
#define RCA_CPROCESSOR_H

/// 1 when this processor runs what the library was compiled for, else 0.
int rca_processor_is_supported(void);

#endif
