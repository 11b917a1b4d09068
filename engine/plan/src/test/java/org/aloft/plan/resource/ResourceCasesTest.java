package org.aloft.plan.resource;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.aloft.plan.host.Entry;
import org.aloft.plan.host.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of resource against files of answers: see {@link ResourceCase} for what stands in one. */
class ResourceCasesTest {
    static List<ResourceCase> cases() {
        return ResourceCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldFindWhatTheCaseSays(ResourceCase each) {
        Optional<Entry> recorded = each.leaves()
                .or(() ->
                        each.facts().manifest().find(each.wanted().orElseThrow().id()));
        Situation now = new Situation(each.facts(), recorded, each.changing(), each.vipsLiveOn());
        Finding finding = each.wanted().map(resource -> resource.compare(now)).orElseGet(() -> each.kind()
                .giveBack(each.leaves().orElseThrow(), now));

        assertThat(each.shown(finding)).isEqualTo(each.json().get("finding"));
        if (each.json().has("fix")) {
            assertThat(finding).isInstanceOfSatisfying(Finding.Blocked.class, blocked -> assertThat(blocked.fix())
                    .isEqualTo(each.json().get("fix").asText()));
        }
        if (each.json().has("remembers")) {
            Optional<Entry> entry = each.wanted().orElseThrow().remember(now);
            assertThat(entry.map(one -> Manifest.of(java.util.Set.of(), List.of(one))
                            .text()
                            .lines()
                            .skip(1)
                            .collect(Collectors.joining())))
                    .contains(each.json().get("remembers").asText());
        }
        if (each.json().has("warnings")) {
            assertThat(each.wanted().orElseThrow().warnings(now)).isEqualTo(each.texts("warnings"));
        }
    }

    @Test
    void shouldHaveCasesForEveryKind() {
        assertThat(cases().stream().map(ResourceCase::kind).distinct())
                .containsExactlyInAnyOrderElementsOf(Kinds.all());
    }
}
