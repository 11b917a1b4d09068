package org.aloft.agent.script;

import java.util.Optional;
import java.util.OptionalInt;
import org.aloft.agent.kernel.UserDatabase;

/** Finds accounts by name on this host. Thread-safe; a look-up may ask the network. */
public final class Accounts {
    /** Under whom scripts run when the configuration does not say, if there is such a user: keepalived's rule. */
    public static final String DEFAULT_USER = "keepalived_script";

    private Accounts() {}

    /**
     * The account of a user.
     *
     * @param user the user's name
     * @param group a group's name, in place of the user's own
     * @return empty if there is no such user, or no such group
     */
    public static Optional<Account> find(String user, Optional<String> group) {
        Optional<UserDatabase.User> found = UserDatabase.user(user);
        if (found.isEmpty() || group.isEmpty()) {
            return found.map(known -> new Account(user, known.uid(), known.gid()));
        }
        OptionalInt gid = UserDatabase.group(group.get());
        return gid.isPresent() ? Optional.of(new Account(user, found.get().uid(), gid.getAsInt())) : Optional.empty();
    }

    /** Under whom scripts run when the configuration does not say; empty for the agent's own account. */
    public static Optional<Account> byDefault() {
        return find(DEFAULT_USER, Optional.empty());
    }

    /** Whether the agent runs as this account anyway. */
    static boolean isOwn(Account account) {
        return account.uid() == UserDatabase.ownUser() && account.gid() == UserDatabase.ownGroup();
    }
}
