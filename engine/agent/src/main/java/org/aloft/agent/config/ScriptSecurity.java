package org.aloft.agent.config;

import java.util.Optional;

/**
 * The user that scripts run as, and whether unsafe ones are refused.
 *
 * @param scriptUser keepalived_script when empty and there is such a user, else aloftd's own
 * @param enforced {@code enable_script_security}: a script that would run as root and that another user can change is
 *     not run
 */
public record ScriptSecurity(Optional<AccountName> scriptUser, boolean enforced) {}
