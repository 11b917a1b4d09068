package org.aloft.plan.resource;

import java.util.Objects;
import java.util.stream.Stream;
import org.aloft.lab.LabHost;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Cases that need systemd or a package manager, on a host of a lab; those that need init scripts, on one without
 * systemd; and those of init(8) and of OpenRC, on hosts whose own these are: see {@link CaseRound}. Needs root.
 */
class CasesOnHostIT {
    private static CaseHost withSystemd;
    private static CaseHost small;
    private static CaseHost sysvinit;
    private static CaseHost openrc;

    @BeforeAll
    static void up() {
        withSystemd = new CaseHost("cases");
        small = new CaseHost("small", LabHost.Init.SMALL);
        sysvinit = new CaseHost("sysv", LabHost.Init.SYSVINIT);
        openrc = new CaseHost("openrc", LabHost.Init.OPENRC);
    }

    @AfterAll
    static void down() {
        Stream.of(withSystemd, small, sysvinit, openrc).filter(Objects::nonNull).forEach(CaseHost::close);
    }

    private static Stream<ResourceCase> with(String setup) {
        return ResourceCase.all().stream().filter(each -> each.json().has(setup));
    }

    static Stream<ResourceCase> cases() {
        return with("setupOnHost");
    }

    static Stream<ResourceCase> smallCases() {
        return with("setupOnSmall");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldAnswerApplyAndGiveBack(ResourceCase each) throws Exception {
        check(each, withSystemd, "setupOnHost");
    }

    @ParameterizedTest
    @MethodSource("smallCases")
    void shouldDoSoWithoutSystemd(ResourceCase each) throws Exception {
        check(each, small, "setupOnSmall");
    }

    static Stream<ResourceCase> sysvinitCases() {
        return with("setupOnSysvinit");
    }

    @ParameterizedTest
    @MethodSource("sysvinitCases")
    void shouldDoSoByInit(ResourceCase each) throws Exception {
        check(each, sysvinit, "setupOnSysvinit");
    }

    static Stream<ResourceCase> openrcCases() {
        return with("setupOnOpenrc");
    }

    @ParameterizedTest
    @MethodSource("openrcCases")
    void shouldDoSoByOpenRc(ResourceCase each) throws Exception {
        check(each, openrc, "setupOnOpenrc");
    }

    private static void check(ResourceCase each, CaseHost host, String key) throws Exception {
        String setup = each.json().get(key).asText();
        host.on("rm -rf /var/lib/aloft; { " + setup + "; } >/tmp/setup 2>&1 || { cat /tmp/setup; false; }");
        CaseRound.Host changed =
                (change, lasting, probe) -> new CaseRound.Outputs(host.script(change), host.script(probe));
        new CaseRound(each, changed, true).check();
    }
}
