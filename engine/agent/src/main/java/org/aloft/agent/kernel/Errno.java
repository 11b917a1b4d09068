package org.aloft.agent.kernel;

import java.util.Map;

/**
 * An error number of Linux ({@code asm-generic/errno.h}: the numbers are those of x86-64, aarch64, ppc64le, riscv64 and
 * s390x).
 *
 * @param number the number as {@code errno} holds it, above 0
 * @param name the constant's name, such as {@code EPERM}; {@code errno 999} for one that this class does not know
 */
public record Errno(int number, String name) {
    /** No such device: what names a network interface finds none. */
    public static final int ENODEV = 19;

    // Their names in NAMES below, their meaning in errno(3).
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int ESRCH = 3;
    public static final int EINTR = 4;
    static final int ENXIO = 6;
    public static final int ENOEXEC = 8;
    public static final int EAGAIN = 11;
    static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EEXIST = 17;
    public static final int EINVAL = 22;
    static final int ENFILE = 23;
    static final int EMFILE = 24;
    static final int ENETDOWN = 100;
    public static final int EADDRNOTAVAIL = 99;
    public static final int ENOBUFS = 105;

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(EPERM, "EPERM"),
            Map.entry(ENOENT, "ENOENT"),
            Map.entry(ESRCH, "ESRCH"),
            Map.entry(EINTR, "EINTR"),
            Map.entry(5, "EIO"),
            Map.entry(ENXIO, "ENXIO"),
            Map.entry(ENOEXEC, "ENOEXEC"),
            Map.entry(9, "EBADF"),
            Map.entry(EAGAIN, "EAGAIN"),
            Map.entry(ENOMEM, "ENOMEM"),
            Map.entry(EACCES, "EACCES"),
            Map.entry(14, "EFAULT"),
            Map.entry(16, "EBUSY"),
            Map.entry(EEXIST, "EEXIST"),
            Map.entry(ENODEV, "ENODEV"),
            Map.entry(EINVAL, "EINVAL"),
            Map.entry(ENFILE, "ENFILE"),
            Map.entry(EMFILE, "EMFILE"),
            Map.entry(34, "ERANGE"),
            Map.entry(38, "ENOSYS"),
            Map.entry(88, "ENOTSOCK"),
            Map.entry(90, "EMSGSIZE"),
            Map.entry(92, "ENOPROTOOPT"),
            Map.entry(93, "EPROTONOSUPPORT"),
            Map.entry(95, "EOPNOTSUPP"),
            Map.entry(97, "EAFNOSUPPORT"),
            Map.entry(98, "EADDRINUSE"),
            Map.entry(EADDRNOTAVAIL, "EADDRNOTAVAIL"),
            Map.entry(ENETDOWN, "ENETDOWN"),
            Map.entry(101, "ENETUNREACH"),
            Map.entry(ENOBUFS, "ENOBUFS"),
            Map.entry(110, "ETIMEDOUT"),
            Map.entry(111, "ECONNREFUSED"),
            Map.entry(113, "EHOSTUNREACH"));

    /** The error with this number. */
    public static Errno of(int number) {
        return new Errno(number, NAMES.getOrDefault(number, "errno " + number));
    }

    /** Whether this process or this host was out of descriptors or memory: ENOMEM, ENFILE, EMFILE, ENOBUFS. */
    public boolean isShortage() {
        return number == ENOMEM || number == ENFILE || number == EMFILE || number == ENOBUFS;
    }

    /** What usually helps against this error, as the end of a message to the operator. */
    public String wayOut() {
        return switch (number) {
            case EPERM, EACCES ->
                "run it as root, or give the service CAP_NET_ADMIN, CAP_NET_RAW, CAP_SYS_NICE and CAP_IPC_LOCK";
            case EEXIST -> "it is there already; if you did not make it, look who else does";
            case ENOENT, ESRCH -> "it is not there; if you did not remove it, look who else does";
            case ENODEV, ENXIO -> "look at `ip link`: the interface is gone or was never there";
            case ENETDOWN -> "bring the interface up: `ip link set dev NAME up`";
            case EADDRNOTAVAIL -> "look at `ip addr`: the address is not on this host";
            case EAGAIN -> "the kernel did not answer in time: look at `dmesg`";
            case ENOMEM, ENOBUFS -> "the kernel is short of memory: look at `dmesg` and `free`";
            case ENFILE, EMFILE -> "there are too many open files: raise LimitNOFILE of the unit, or fs.file-max";
            default -> "look at `dmesg` for the kernel's own words";
        };
    }
}
