package org.aloft.agent.script;

import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.AccountName;
import org.aloft.agent.config.ScriptLine;
import org.aloft.agent.config.ScriptSecurity;
import org.aloft.agent.kernel.process.UserDatabase;

/** Whether what a line of the configuration names may be run on this host, and as whom. */
public sealed interface Admission {
    /**
     * It may.
     *
     * @param script what to run
     * @param concerns who but root could change it, one sentence each; only if it runs as root
     */
    record Admitted(Script script, List<String> concerns) implements Admission {}

    /**
     * It may not.
     *
     * @param reason why, and the way out
     */
    record Refused(String reason) implements Admission {}

    /**
     * Looks the account and the file up. Reads the disk, and perhaps asks the network for the account: once a
     * configuration, not once a run.
     */
    static Admission of(ScriptLine line, ScriptSecurity security) {
        Optional<AccountName> name = line.account().or(security::scriptUser);
        Optional<Account> account = name.isPresent() ? Accounts.find(name.get()) : Accounts.byDefault();
        if (name.isPresent() && account.isEmpty()) {
            return new Refused(line.program() + " is not run: this host has no user or group " + name.get()
                    + "; create it, or name another");
        }
        List<PathFact> way = ScriptPath.facts(line.program(), searchPath());
        Optional<String> missing = ScriptSafety.whyNotExecutable(line.program(), way);
        if (missing.isPresent()) {
            return new Refused(missing.get());
        }
        boolean root = account.map(Account::isRoot).orElse(UserDatabase.ownUser() == 0);
        List<String> concerns = root ? ScriptSafety.whyUnsafeAsRoot(way) : List.of();
        return security.enforced() && !concerns.isEmpty()
                ? new Refused(line.program() + " is not run as root, for enable_script_security: "
                        + String.join("; ", concerns))
                : new Admitted(new Script(line.command(), account), concerns);
    }

    private static String searchPath() {
        return Optional.ofNullable(System.getenv("PATH")).orElse("/usr/sbin:/usr/bin:/sbin:/bin");
    }
}
