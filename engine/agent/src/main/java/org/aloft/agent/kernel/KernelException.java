package org.aloft.agent.kernel;

/**
 * The kernel refused something. Unchecked: most callers cannot do better than report it and stop or retry; those that
 * can, look at {@link #errno()}. The message reads {@code cannot WHAT: SYSCALL: ERRNO (the kernel's own words); WAY
 * OUT}.
 */
public final class KernelException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String syscall;
    private final int errorNumber;
    private final String tried;

    /**
     * An error with a way out of its own.
     *
     * @param syscall the call or message that failed, such as {@code bind} or {@code RTM_NEWADDR}
     * @param errno the kernel's answer
     * @param tried what was tried, to follow the word "cannot"
     * @param detail the kernel's own words, or an empty string
     * @param wayOut what the operator can do
     */
    public KernelException(String syscall, Errno errno, String tried, String detail, String wayOut) {
        super("cannot " + tried + ": " + syscall + ": " + errno.name() + (detail.isEmpty() ? "" : " (" + detail + ")")
                + "; " + wayOut);
        this.syscall = syscall;
        this.errorNumber = errno.number();
        this.tried = tried;
    }

    /** An error with the way out that its number suggests. */
    public KernelException(String syscall, Errno errno, String tried, String detail) {
        this(syscall, errno, tried, detail, errno.wayOut());
    }

    /** The call or netlink message that failed. */
    public String syscall() {
        return syscall;
    }

    /** The kernel's answer. */
    public Errno errno() {
        return Errno.of(errorNumber);
    }

    /** What was tried, as it follows the word "cannot". */
    public String tried() {
        return tried;
    }

    /** Whether there is no such interface (ENODEV). */
    public boolean isWithoutInterface() {
        return is(Errno.ENODEV);
    }

    /** Whether the kernel answered with this error number. */
    public boolean is(int number) {
        return errorNumber == number;
    }
}
