package org.aloft.agent.kernel.process;

import java.util.Optional;
import java.util.OptionalInt;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Platform;
import jnr.ffi.Pointer;
import org.aloft.agent.kernel.SystemCalls;

/**
 * Users and groups as the host knows them, from files or a directory server alike (nsswitch). Thread-safe. A look-up
 * may ask the network and take a while.
 */
public final class UserDatabase {
    private static final UserLibc LIBC = LibraryLoader.create(UserLibc.class)
            .load(Platform.getNativePlatform().getStandardCLibraryName());

    private UserDatabase() {}

    /** As the manual declares them. Public for the code that jnr-ffi generates in a loader of its own. */
    public interface UserLibc {
        Pointer getpwnam(String name);

        Pointer getpwuid(int uid);

        Pointer getgrnam(String name);

        int getegid();
    }

    /**
     * One entry.
     *
     * @param name the user's name
     * @param uid the user's number
     * @param gid the number of the user's group
     */
    public record User(String name, int uid, int gid) {}

    /** Looks a user up by name. */
    public static synchronized Optional<User> user(String name) {
        return user(LIBC.getpwnam(name));
    }

    /** Looks a user up by number. */
    public static synchronized Optional<User> user(int uid) {
        return user(LIBC.getpwuid(uid));
    }

    /** {@code struct passwd: char *pw_name, *pw_passwd; uid_t pw_uid; gid_t pw_gid; …} */
    private static Optional<User> user(Pointer entry) {
        return Optional.ofNullable(entry)
                .map(found -> new User(
                        found.getPointer(0).getString(0),
                        found.getInt(2 * Long.BYTES),
                        found.getInt(2 * Long.BYTES + Integer.BYTES)));
    }

    /** Looks a group's number up by name. */
    public static synchronized OptionalInt group(String name) {
        // struct group: char *gr_name, *gr_passwd; gid_t gr_gid; …
        Pointer entry = LIBC.getgrnam(name);
        return entry == null ? OptionalInt.empty() : OptionalInt.of(entry.getInt(2 * Long.BYTES));
    }

    /** The number of the user that this process runs as. */
    public static int ownUser() {
        return SystemCalls.LIBC.geteuid();
    }

    /** The number of the group that this process runs as. */
    public static int ownGroup() {
        return LIBC.getegid();
    }
}
