#ifndef OUTREACH_CLIBPQ_SHIM_H
#define OUTREACH_CLIBPQ_SHIM_H
#include <libpq-fe.h>
/* A cancelled task wakes the thread that waits for libpq through an eventfd; the Glibc module leaves it out. */
#include <sys/eventfd.h>
#endif
