package org.aloft.plan.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.aloft.lab.Lab;
import org.aloft.lab.LabHost;
import org.aloft.lab.LabKernel;
import org.aloft.lab.LabSpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cases that need systemd or a package manager, on a host of a lab: see {@link CaseRound}. Needs root. */
class CasesOnHostIT {
    private static final String NAME = "cases-" + ProcessHandle.current().pid();
    private static final String HOST = "host";
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static Lab lab;

    @BeforeAll
    static void up() {
        LabSpec spec = LabSpec.of(List.of(new LabHost(HOST, "192.168.100.50")))
                .withName(NAME)
                .withKernel(LabKernel.NATIVE); // nothing here needs IPVS, and a guest takes ten times as long
        lab = Lab.up(spec, line -> {});
    }

    @AfterAll
    static void down() {
        Lab.down(LabSpec.defaultHome(), NAME);
        LabSpec.defaultHome().resolve(NAME + ".lock").toFile().delete();
    }

    static Stream<ResourceCase> cases() {
        return ResourceCase.all().stream().filter(each -> each.json().has("setupOnHost"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldAnswerApplyAndGiveBack(ResourceCase each) throws Exception {
        String setup = each.json().get("setupOnHost").asText();
        Lab.HostOutput prepared =
                on("rm -rf /var/lib/aloft; { " + setup + "; } >/tmp/setup 2>&1 || { cat /tmp/setup; false; }");
        assertThat(prepared.exitCode()).as(prepared.output()).isZero();
        new CaseRound(each, (change, lasting, probe) -> new CaseRound.Outputs(run(change), run(probe)), true).check();
    }

    /** Compressed, as no word of a command line may be longer than 128 KiB. */
    private static String run(String script) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(script.getBytes(StandardCharsets.UTF_8));
        }
        String text = Base64.getEncoder().encodeToString(compressed.toByteArray());
        return on("echo " + text + " | base64 -d | gzip -d | sh").output();
    }

    private static Lab.HostOutput on(String commandLine) {
        return lab.run(HOST, PATIENCE, commandLine);
    }
}
