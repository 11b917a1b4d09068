package org.aloft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

class SubcommandsTest {
    @Test
    void shouldKnowEachByTheNameThatItHas() {
        Subcommands.byName()
                .forEach((name, type) ->
                        assertThat(type.getAnnotation(Command.class).name()).isEqualTo(name));
    }

    @Test
    void shouldMakeOnlyTheOneThatIsTyped() {
        assertThat(Subcommands.neededFor("plan", "apply")).isEqualTo(List.of(PlanCommand.class));
        assertThat(Subcommands.neededFor("--version")).isEmpty();
    }

    @Test
    void shouldMakeAllWhereItIsNotSureWhichIsMeant() {
        assertThat(Subcommands.neededFor()).hasSameSizeAs(Subcommands.byName().values());
        assertThat(Subcommands.neededFor("--debug", "plan"))
                .hasSameSizeAs(Subcommands.byName().values());
        assertThat(Subcommands.neededFor("paln"))
                .hasSameSizeAs(Subcommands.byName().values());
        assertThat(Subcommands.neededFor("--version", "plan"))
                .hasSameSizeAs(Subcommands.byName().values());
        assertThat(Subcommands.neededFor("generate-completion"))
                .hasSameSizeAs(Subcommands.byName().values());
    }

    @Test
    void shouldSayTheSameHelpOfOneWhetherMadeAloneOrAmongAll() {
        for (String name : Subcommands.byName().keySet()) {
            assertThat(Invocation.of(name, "--help")).isEqualTo(Invocation.of("--debug", name, "--help"));
        }
    }
}
