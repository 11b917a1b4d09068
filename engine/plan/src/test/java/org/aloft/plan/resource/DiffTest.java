package org.aloft.plan.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aloft.plan.host.Answer;
import org.aloft.plan.host.HostFacts;
import org.aloft.plan.host.Machine;
import org.aloft.plan.host.Manifest;
import org.aloft.plan.host.ServiceManager;
import org.aloft.topology.model.MaskedText;
import org.junit.jupiter.api.Test;

/** What a plan shows of a file that changes: never a secret, neither today's nor the one before. */
class DiffTest {
    private static final String PATH = "/srv/conf";

    @Test
    void shouldGiveBothTextsBesideTheDifference() {
        Diff diff = diff("a\nb\n", MaskedText.plain("a\nc\n"));

        assertThat(diff.text()).isEqualTo("@@ -1,2 +1,2 @@\n a\n-b\n+c\n");
        assertThat(diff.whole()).contains(new Diff.Texts("a\nb\n", "a\nc\n"));
    }

    @Test
    void shouldHideAnOlderSecretWhereTheNewTextHidesOne() {
        Diff diff =
                diff("a\n  join(old, x)\nb\n", new MaskedText("a\n  join(new, x)\nc\n", "a\n  join(********, x)\nc\n"));

        assertThat(diff.text()).isEqualTo("@@ -1,3 +1,3 @@\n a\n   join(********, x)\n-b\n+c\n");
        assertThat(diff.whole()).contains(new Diff.Texts("a\n  join(********, x)\nb\n", "a\n  join(********, x)\nc\n"));
    }

    @Test
    void shouldSayThatOnlyASecretChanges() {
        Diff diff = diff("join(old)\n", new MaskedText("join(new)\n", "join(********)\n"));

        assertThat(diff).isEqualTo(Diff.saying("only a secret changes"));
    }

    @Test
    void shouldShowNothingWhereALineIsNothingButASecret() {
        Diff diff = diff("old\n", new MaskedText("new\n", "********\n"));

        assertThat(diff).isEqualTo(Diff.saying("it holds a secret: what is replaced is not shown"));
    }

    @Test
    void shouldShowNothingWhereASecretHasSeveralLines() {
        Diff diff = diff("key: o\nl\nd\n", new MaskedText("key: n\ne\nw\n", "key: ********\n"));

        assertThat(diff).isEqualTo(Diff.saying("it holds a secret: what is replaced is not shown"));
    }

    @Test
    void shouldHideInANewFileWhatLooksLikeASecret() {
        Change change = (Change) file(MaskedText.plain("db_password=x\n")).compare(now(Map.of("state", "absent")));

        assertThat(change.diff().orElseThrow().whole()).contains(new Diff.Texts("", "db_password=********\n"));
    }

    @Test
    void shouldNotShowWhatIsTooLong() {
        Diff diff = diff("a\n".repeat(2001), MaskedText.plain("b\n"));

        assertThat(diff).isEqualTo(Diff.saying("2001 lines become 1: too long to show"));
    }

    private static Diff diff(String before, MaskedText after) {
        Map<String, String> answer = Map.of(
                "state", "file", "sha256", "-", "mode", "644", "owner", "root:root", "size", "9", "content", before);
        return ((Change) file(after).compare(now(answer))).diff().orElseThrow();
    }

    /** A host that answers this for the file. */
    private static Situation now(Map<String, String> answer) {
        Machine machine = new Machine(
                "6.1.0",
                "x86_64",
                false,
                "debian",
                "12",
                ServiceManager.SYSTEMD,
                true,
                Optional.of("apt-get"),
                Map.of(),
                Set.of(),
                List.of(),
                Set.of(),
                Map.of());
        HostFacts facts = new HostFacts(
                "web1",
                machine,
                Map.of(FileResource.idOf(PATH), new Answer(answer)),
                Manifest.EMPTY,
                "-",
                Optional.empty(),
                false);
        return new Situation(facts, Optional.empty(), Set.of(), false);
    }

    private static FileResource file(MaskedText content) {
        return new FileResource(PATH, content, 0644, "for the test", Set.of());
    }
}
