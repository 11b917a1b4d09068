package org.aloft.plan.resource;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cases that need systemd or a package manager, on a host of a lab: see {@link CaseRound}. Needs root. */
class CasesOnHostIT {
    private static CaseHost host;

    @BeforeAll
    static void up() {
        host = new CaseHost("cases");
    }

    @AfterAll
    static void down() {
        host.close();
    }

    static Stream<ResourceCase> cases() {
        return ResourceCase.all().stream().filter(each -> each.json().has("setupOnHost"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldAnswerApplyAndGiveBack(ResourceCase each) throws Exception {
        String setup = each.json().get("setupOnHost").asText();
        host.on("rm -rf /var/lib/aloft; { " + setup + "; } >/tmp/setup 2>&1 || { cat /tmp/setup; false; }");
        CaseRound.Host changed =
                (change, lasting, probe) -> new CaseRound.Outputs(host.script(change), host.script(probe));
        new CaseRound(each, changed, true).check();
    }
}
