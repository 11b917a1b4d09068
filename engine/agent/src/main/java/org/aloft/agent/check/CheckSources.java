package org.aloft.agent.check;

import java.util.function.Function;
import java.util.function.Supplier;
import org.aloft.agent.config.ScriptLine;
import org.aloft.agent.script.Admission;
import org.aloft.agent.script.ScriptRunner;

/**
 * What checks need to know from other parts of the agent.
 *
 * @param scripts for {@code MISC_CHECK}
 * @param admission whether a script may be run on this host, and as whom; asked once for each check
 * @param identity as whom {@code SSL_GET} speaks; asked at each connection
 * @param files for {@code FILE_CHECK}
 * @param sessions for {@code BFD_CHECK}
 */
public record CheckSources(
        ScriptRunner scripts,
        Function<ScriptLine, Admission> admission,
        Supplier<TlsIdentity> identity,
        WatchedFiles files,
        WatchedSessions sessions) {}
