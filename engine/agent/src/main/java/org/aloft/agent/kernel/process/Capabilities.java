package org.aloft.agent.kernel.process;

import java.lang.ref.Reference;
import java.util.Set;
import org.aloft.agent.kernel.NativeBuffer;
import org.aloft.agent.kernel.SystemCalls;

/**
 * Gives up what root may do and aloftd never does, without taking it from the programs that aloftd starts.
 *
 * <p>Capabilities belong to a thread, and a thread begins with those of the one that starts it. A program that root
 * executes begins with all that the bounding set holds, whatever its starter had in force ({@code man 7 capabilities},
 * "Capabilities and execution of programs by root"). So threads of aloftd are confined, and scripts run as they would
 * from a shell of root. A limit of the unit (CapabilityBoundingSet, NoNewPrivileges, ProtectSystem) binds both alike.
 *
 * <p>This guards against what aloftd could be made to do by mistake. It is no wall against code of an attacker in this
 * process, which may execute programs as aloftd does. Safe for any thread.
 */
public final class Capabilities {
    /** _LINUX_CAPABILITY_VERSION_3: two words of 32 bits a set. */
    private static final int VERSION = 0x2008_0522;

    private static final int HEADER = 2 * Integer.BYTES;
    private static final int WORDS = 6;
    private static final int ROOT = 0;

    private Capabilities() {}

    /**
     * Leaves the calling thread, and those that it starts from now on, these at the most. Does nothing for a user other
     * than root, whose scripts would not get theirs back.
     *
     * @throws org.aloft.agent.kernel.KernelException the kernel refuses; nothing has changed
     */
    public static void keepOnly(Set<Capability> kept) {
        if (SystemCalls.LIBC.geteuid() != ROOT) {
            return;
        }
        long mask = kept.stream().mapToLong(Capability::mask).reduce(0, (all, one) -> all | one);
        String tried = "give up capabilities";
        NativeBuffer header = NativeBuffer.allocate(HEADER);
        NativeBuffer sets = NativeBuffer.allocate(WORDS * Integer.BYTES);
        header.bytes().putInt(0, VERSION); // the process number stays 0: this thread
        try {
            SystemCalls.check(SystemCalls.LIBC.capget(header.pointer(), sets.pointer()), "capget", tried);
            // Effective, permitted, inheritable for capabilities 0 to 31, then the same for those above.
            for (int word = 0; word < WORDS; word++) {
                int half = (int) (mask >>> (word < WORDS / 2 ? 0 : Integer.SIZE));
                int offset = word * Integer.BYTES;
                boolean inheritable = word % (WORDS / 2) == 2;
                if (!inheritable) {
                    sets.bytes().putInt(offset, sets.bytes().getInt(offset) & half);
                }
            }
            SystemCalls.check(SystemCalls.LIBC.capset(header.pointer(), sets.pointer()), "capset", tried);
        } finally {
            Reference.reachabilityFence(header);
            Reference.reachabilityFence(sets);
        }
    }
}
