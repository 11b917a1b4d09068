package org.aloft.agent.config;

import java.util.Optional;

/**
 * Whom scripts run as, and which are too dangerous to run.
 *
 * @param scriptUser keepalived_script when empty and there is such a user, else aloftd's own
 * @param enforced {@code enable_script_security}: a script that would run as root and that another user can change is not run
 */
public record ScriptSecurity(Optional<AccountName> scriptUser, boolean enforced) {}
