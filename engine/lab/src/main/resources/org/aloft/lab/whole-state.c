/*
 * Put before User-Mode Linux (LD_PRELOAD) on processors with AMX or APX.
 *
 * A guest's process has its registers set by ptrace(PTRACE_SETREGSET, NT_X86_XSTATE), for which the kernel demands the whole
 * state of this processor (xstateregs_set in arch/x86/kernel/fpu/regset.c, else EFAULT). User-Mode Linux keeps 2696 bytes of it,
 * up to the protection keys; with AMX it is some 11,000. The rest, of which the header says that it is unused, is added here.
 *
 * No headers, so that a compiler is all that it takes. For the one thread with which User-Mode Linux runs a guest's processes.
 */
typedef unsigned long size;

struct io_vector { /* struct iovec */
    void *base;
    size length;
};

typedef long ptrace_function(int request, int process, void *address, void *data);

extern void *dlsym(void *handle, const char *symbol);

#define NEXT ((void *) -1L)     /* RTLD_NEXT */
#define GET_REGISTERS 0x4204    /* PTRACE_GETREGSET */
#define SET_REGISTERS 0x4205    /* PTRACE_SETREGSET */
#define STATE ((void *) 0x202L) /* NT_X86_XSTATE */

static char whole[1 << 16]; /* larger than the state of any processor */
static size whole_length;

/* The callers pass all four, as the C library's header has it do for a function that it declares with an ellipsis. */
long ptrace(int request, int process, void *address, void *data) {
    static ptrace_function *next;
    if (!next) {
        next = (ptrace_function *) dlsym(NEXT, "ptrace");
    }
    if (request != SET_REGISTERS || address != STATE) {
        return next(request, process, address, data);
    }
    struct io_vector *given = data;
    if (!whole_length) {
        struct io_vector all = {whole, sizeof whole};
        if (next(GET_REGISTERS, process, STATE, &all) < 0) {
            return -1;
        }
        whole_length = all.length;
    }
    if (given->length >= whole_length) {
        return next(request, process, address, data);
    }
    __builtin_memcpy(whole, given->base, given->length);
    struct io_vector all = {whole, whole_length};
    return next(request, process, STATE, &all);
}
