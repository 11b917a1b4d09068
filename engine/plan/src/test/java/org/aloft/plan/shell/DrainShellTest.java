package org.aloft.plan.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code drain.sh} tells an aloftd, as a program in its place writes it down, and what it makes of the answer. */
class DrainShellTest {
    private static final String SETUP = """
            set -e
            for each in /opt /run /var/lib; do mount -t tmpfs -o size=1M none $each; done
            mkdir -p /opt/aloft/current/bin /var/lib/aloft
            cat >/opt/aloft/current/bin/aloftd <<'END'
            #!/bin/sh
            echo "$*" >>/run/orders
            %s
            END
            chmod 755 /opt/aloft/current/bin/aloftd
            cat >/run/script <<'END'
            """;

    /** As versions answer that know one real server an order. */
    private static final String OLDER = """
            case $3 in
              192.*) echo "not understood, or without its value: $3" >&2; exit 1 ;;
            esac""";

    private static final String KNOWS_ONE = """
            case "$*" in
              *192.0.2.22:80*) echo 'no real server is meant by 192.0.2.22:80; see: aloftd status' >&2; exit 1 ;;
            esac""";

    private static final String TIME_UP = "echo 'connections are left after 30 s' >&2; exit 1";

    private static String orders(String shell, String aloftd, String calls) {
        String script = "newline='\n'\nrun=one\n"
                + String.join(
                        "\n",
                        ShellLibrary.text("manager"),
                        ShellLibrary.text("file"),
                        ShellLibrary.text("undo"),
                        ShellLibrary.text("drain"))
                + "\nset -e\nexec 9>/run/lock\n" + calls + "\n";
        Shell.Outcome outcome = Shell.run(
                SETUP.formatted(aloftd) + script + "END\n" + shell
                        + " /run/script >/run/said 2>&1 || { cat /run/said; exit 1; }\ncat /run/orders\n",
                "unshare",
                "--map-root-user",
                "--mount",
                "sh");
        assertThat(outcome.exitStatus()).as(outcome.output()).isZero();
        return outcome.output();
    }

    @ParameterizedTest
    @MethodSource("org.aloft.plan.shell.Shells#all")
    void shouldGiveOneOrderForAllThatAStepDrains(String shell) {
        for (String answer : new String[] {":", TIME_UP}) {
            assertThat(orders(shell, answer, """
                            drain_servers 30 192.0.2.21:80 192.0.2.22:80
                            drain_for_a_while 30 900 192.0.2.21:80 192.0.2.22:80
                            [ -e /run/aloft.drained/192.0.2.21:80 ] && [ -e /run/aloft.drained/192.0.2.22:80 ]
                            undrain_server 192.0.2.21:80 192.0.2.22:80
                            rmdir /run/aloft.drained""")).isEqualTo("""
                            drain 192.0.2.21:80 192.0.2.22:80 --limit 30 --all
                            drain 192.0.2.21:80 192.0.2.22:80 --limit 30 --back-after 900
                            undrain 192.0.2.21:80 192.0.2.22:80
                            """);
        }
    }

    @ParameterizedTest
    @MethodSource("org.aloft.plan.shell.Shells#all")
    void shouldDrainOneByOneWhereTheAgentTakesOneOnlyOrKnowsSomeOnly(String shell) {
        for (String answer : new String[] {OLDER, KNOWS_ONE}) {
            assertThat(orders(shell, answer, """
                            drain_for_a_while 30 900 192.0.2.21:80 192.0.2.22:80
                            undrain_server 192.0.2.21:80 192.0.2.22:80
                            rmdir /run/aloft.drained""")).isEqualTo("""
                            drain 192.0.2.21:80 192.0.2.22:80 --limit 30 --back-after 900
                            drain 192.0.2.21:80 --limit 30 --back-after 900
                            drain 192.0.2.22:80 --limit 30 --back-after 900
                            undrain 192.0.2.21:80 192.0.2.22:80
                            undrain 192.0.2.21:80
                            undrain 192.0.2.22:80
                            """);
        }
    }

    /** A run that broke off has left two; what takes them back must not change what is drained next, nor how. */
    @ParameterizedTest
    @MethodSource("org.aloft.plan.shell.Shells#all")
    void shouldTakeBackWhatAnotherRunLeftBeforeItDrains(String shell) {
        assertThat(orders(shell, ":", """
                        drain_for_a_while 30 900 192.0.2.21:80 192.0.2.22:80
                        run=another
                        drain_for_a_while 20 800 192.0.2.23:80 192.0.2.24:80
                        undrain_server 192.0.2.23:80 192.0.2.24:80
                        rmdir /run/aloft.drained""")).isEqualTo("""
                        drain 192.0.2.21:80 192.0.2.22:80 --limit 30 --back-after 900
                        undrain 192.0.2.21:80
                        undrain 192.0.2.22:80
                        drain 192.0.2.23:80 192.0.2.24:80 --limit 20 --back-after 800
                        undrain 192.0.2.23:80 192.0.2.24:80
                        """);
    }

    @ParameterizedTest
    @MethodSource("org.aloft.plan.shell.Shells#all")
    void shouldWriteDownWhatTakesThemBackBeforeTheyAreDrained(String shell) {
        assertThat(orders(shell, "[ ! -e /run/undo/calls ] || cat /run/undo/calls >>/run/orders", """
                        mkdir /run/undo
                        undo=/run/undo
                        drain_servers 30 192.0.2.21:80 192.0.2.22:80
                        undo=''
                        calls=$(cat /run/undo/calls)
                        rm /run/undo/calls
                        eval "$calls\""""))
                .isEqualTo("""
                        drain 192.0.2.21:80 192.0.2.22:80 --limit 30 --all
                        undrain_server '192.0.2.21:80' '192.0.2.22:80'
                        undrain 192.0.2.21:80 192.0.2.22:80
                        """);
    }
}
