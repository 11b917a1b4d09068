package org.aloft.agent.script;

import java.util.Optional;
import java.util.OptionalInt;
import org.aloft.agent.config.AccountName;
import org.aloft.agent.kernel.process.UserDatabase;

/** Finds accounts on this host. Thread-safe; a look-up may ask the network. */
public final class Accounts {
    /** Under whom scripts run when the configuration does not say, if there is such a user: keepalived's rule. */
    private static final AccountName DEFAULT = new AccountName("keepalived_script", Optional.empty());

    private static final String NUMBER = "[0-9]{1,9}";

    private Accounts() {}

    /** The account of this name; empty if there is no such user, or no such group. */
    public static Optional<Account> find(AccountName wanted) {
        Optional<UserDatabase.User> user = user(wanted);
        OptionalInt group = wanted.group().isPresent()
                ? number(wanted.group().get())
                : user.map(known -> OptionalInt.of(known.gid())).orElse(OptionalInt.empty());
        return group.isPresent()
                ? user.map(known -> new Account(known.name(), known.uid(), group.getAsInt()))
                : Optional.empty();
    }

    private static Optional<UserDatabase.User> user(AccountName wanted) {
        return wanted.user().matches(NUMBER)
                ? UserDatabase.user(Integer.parseInt(wanted.user()))
                : UserDatabase.user(wanted.user());
    }

    private static OptionalInt number(String group) {
        return group.matches(NUMBER) ? OptionalInt.of(Integer.parseInt(group)) : UserDatabase.group(group);
    }

    /** Under whom scripts run when the configuration does not say; empty for the agent's own account. */
    static Optional<Account> byDefault() {
        return find(DEFAULT);
    }

    /** Whether the agent runs as this account anyway. */
    static boolean isOwn(Account account) {
        return account.uid() == UserDatabase.ownUser() && account.gid() == UserDatabase.ownGroup();
    }
}
