package org.aloft.agent.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.aloft.agent.config.AccountName;
import org.aloft.agent.config.ScriptLine;
import org.aloft.agent.config.ScriptSecurity;
import org.aloft.agent.config.text.Position;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdmissionTest {
    private static final Optional<AccountName> ROOT = account("root");
    private static final Optional<AccountName> NOBODY = account("nobody");

    @TempDir
    Path directory;

    private Path script;

    @BeforeEach
    void write() throws Exception {
        script = Files.writeString(directory.resolve("x.sh"), "#!/bin/sh\n");
        permit("rwxr-xr-x");
    }

    @Test
    void shouldTakeTheLinesAccountBeforeTheGlobalOne() {
        assertThat(account(admit(NOBODY, new ScriptSecurity(ROOT, false)))).isEqualTo("nobody");
        assertThat(account(admit(Optional.empty(), new ScriptSecurity(NOBODY, false))))
                .isEqualTo("nobody");
        Optional<AccountName> number = Optional.of(new AccountName("0", Optional.of("1")));
        assertThat(admit(number, new ScriptSecurity(NOBODY, false)))
                .isInstanceOfSatisfying(
                        Admission.Admitted.class,
                        admitted -> assertThat(admitted.script().account()).contains(new Account("root", 0, 1)));
    }

    @Test
    void shouldRefuseAnAccountThatIsNotThere() {
        assertThat(admit(account("no-such-user"), new ScriptSecurity(ROOT, false)))
                .isInstanceOfSatisfying(Admission.Refused.class, refused -> assertThat(refused.reason())
                        .contains("no user or group no-such-user"));
        assertThat(admit(Optional.of(new AccountName("root", Optional.of("no-such-group"))), free()))
                .isInstanceOf(Admission.Refused.class);
    }

    @Test
    void shouldRefuseWhatIsNoProgram() throws Exception {
        permit("rw-r--r--");
        assertThat(admit(ROOT, free()))
                .isInstanceOfSatisfying(Admission.Refused.class, refused -> assertThat(refused.reason())
                        .contains("chmod +x"));
    }

    @Test
    void shouldOnlyWarnOfAWeakScriptOfRootUntilSecurityIsOn() throws Exception {
        permit("rwxr-xrwx");
        assertThat(admit(ROOT, free()))
                .isInstanceOfSatisfying(Admission.Admitted.class, admitted -> assertThat(admitted.concerns())
                        .anyMatch(concern -> concern.contains("chmod o-w " + script)));
        assertThat(admit(ROOT, new ScriptSecurity(Optional.empty(), true)))
                .isInstanceOfSatisfying(Admission.Refused.class, refused -> assertThat(refused.reason())
                        .contains("enable_script_security", "chmod o-w " + script));
        assertThat(admit(NOBODY, new ScriptSecurity(Optional.empty(), true)))
                .as("what others may do anyway")
                .isInstanceOf(Admission.Admitted.class);
    }

    private void permit(String permissions) throws Exception {
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString(permissions));
    }

    private Admission admit(Optional<AccountName> account, ScriptSecurity security) {
        return Admission.of(new ScriptLine(List.of(script.toString()), account, new Position("f", 1, 1)), security);
    }

    private static ScriptSecurity free() {
        return new ScriptSecurity(Optional.empty(), false);
    }

    private static String account(Admission admission) {
        assertThat(admission).isInstanceOf(Admission.Admitted.class);
        return ((Admission.Admitted) admission).script().account().orElseThrow().name();
    }

    private static Optional<AccountName> account(String user) {
        return Optional.of(new AccountName(user, Optional.empty()));
    }
}
