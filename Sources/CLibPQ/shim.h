#ifndef OUTREACH_CLIBPQ_SHIM_H
#define OUTREACH_CLIBPQ_SHIM_H
#include <libpq-fe.h>
#endif
