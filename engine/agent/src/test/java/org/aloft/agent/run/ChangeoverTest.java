package org.aloft.agent.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.aloft.agent.kernel.KernelException;
import org.aloft.agent.kernel.SystemCalls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Parts that refuse at each step: afterwards all have the configuration before, or the refusal says which have not. */
class ChangeoverTest {
    private static final List<String> NAMES = List.of("a", "b", "c", "d");
    private static final int OUT_OF_DESCRIPTORS = 24;

    private final List<String> steps = new ArrayList<>();

    private enum Step {
        PREPARE,
        SWITCH,
        GO_BACK,
        RELEASE
    }

    /** What a part throws that refuses. */
    private enum Kind {
        KERNEL,
        FAULT,
        LINKAGE;

        void raise() {
            switch (this) {
                case KERNEL -> throw refusal();
                case FAULT -> throw new IllegalStateException("no such state");
                case LINKAGE -> throw new NoClassDefFoundError("no such class");
            }
        }
    }

    private static KernelException refusal() {
        return SystemCalls.failure(OUT_OF_DESCRIPTORS, "inotify_init1", "watch files");
    }

    /** A part of numbers: what is in force, and what is open. Half of a switch is done when it refuses. */
    private final class Numbered implements Part<Integer> {
        private final String name;
        private final Set<Step> refused;
        private final Kind kind;
        private int inForce;
        private boolean open;

        Numbered(String name, Set<Step> refused, Kind kind) {
            this.name = name;
            this.refused = refused;
            this.kind = kind;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void prepare(Integer next) {
            steps.add("prepare " + name);
            open = true;
            refuse(Step.PREPARE);
        }

        @Override
        public void switchTo(Integer before, Integer next) {
            steps.add("switch " + name + " to " + next);
            inForce = -next;
            refuse(next == BEFORE ? Step.GO_BACK : Step.SWITCH);
            inForce = next;
        }

        @Override
        public void release() {
            steps.add("release " + name);
            open = false;
            refuse(Step.RELEASE);
        }

        private void refuse(Step step) {
            if (refused.contains(step)) {
                kind.raise();
            }
        }
    }

    private static final int BEFORE = 1;
    private static final int NEXT = 2;

    private List<Numbered> parts(int refusing, Set<Step> at, Kind kind) {
        List<Numbered> parts = new ArrayList<>();
        for (String name : NAMES) {
            boolean refuses = parts.size() == refusing;
            Numbered part = new Numbered(name, refuses ? at : Set.of(), kind);
            part.inForce = BEFORE;
            parts.add(part);
        }
        return parts;
    }

    private static Optional<Refusal> change(List<Numbered> parts) {
        return new Changeover<>(List.<Part<Integer>>copyOf(parts)).change(BEFORE, NEXT);
    }

    /** Which part refuses, and with what. */
    private record Case(int part, Kind kind) {}

    static Stream<Case> cases() {
        return IntStream.range(0, NAMES.size()).boxed().flatMap(part -> Stream.of(Kind.values())
                .map(kind -> new Case(part, kind)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldChangeNothingWhenOneCannotPrepare(Case refused) {
        List<Numbered> parts = parts(refused.part(), EnumSet.of(Step.PREPARE), refused.kind());
        Refusal refusal = change(parts).orElseThrow();
        assertThat(refusal.part()).isEqualTo(NAMES.get(refused.part()));
        assertThat(refusal.unrestored()).isEmpty();
        assertThat(parts).allMatch(part -> part.inForce == BEFORE && !part.open);
        assertThat(steps).noneMatch(step -> step.startsWith("switch"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldGoBackEverywhereWhenOneCannotSwitch(Case refused) {
        List<Numbered> parts = parts(refused.part(), EnumSet.of(Step.SWITCH), refused.kind());
        Refusal refusal = change(parts).orElseThrow();
        assertThat(refusal.part()).isEqualTo(NAMES.get(refused.part()));
        assertThat(refusal.unrestored()).isEmpty();
        assertThat(parts).allMatch(part -> part.inForce == BEFORE && !part.open);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldNameTheOneThatCannotGoBackAndTakeTheOthersBack(Case refused) {
        for (int failing = refused.part(); failing < NAMES.size(); failing++) {
            List<Numbered> parts = new ArrayList<>(parts(refused.part(), EnumSet.of(Step.GO_BACK), refused.kind()));
            Set<Step> steps =
                    failing == refused.part() ? EnumSet.of(Step.SWITCH, Step.GO_BACK) : EnumSet.of(Step.SWITCH);
            Numbered switching = new Numbered(NAMES.get(failing), steps, refused.kind());
            switching.inForce = BEFORE;
            parts.set(failing, switching);
            String stuck = NAMES.get(refused.part());
            Refusal refusal = change(parts).orElseThrow();
            assertThat(refusal.part()).isEqualTo(NAMES.get(failing));
            assertThat(refusal.unrestored()).containsOnlyKeys(stuck);
            assertThat(refusal.problems()).last().asString().startsWith(stuck + " cannot go back: ");
            assertThat(parts)
                    .filteredOn(part -> part.inForce != BEFORE)
                    .extracting(Part::name)
                    .containsExactly(stuck);
            assertThat(parts).noneMatch(part -> part.open);
        }
    }

    /** It is too late to refuse then, and what is kept open harms nobody. */
    @ParameterizedTest
    @MethodSource("cases")
    void shouldHaveTheNextInForceThoughOneCannotClose(Case refused) {
        List<Numbered> parts = parts(refused.part(), EnumSet.of(Step.RELEASE), refused.kind());
        assertThat(change(parts)).isEmpty();
        assertThat(parts).allMatch(part -> part.inForce == NEXT && !part.open);
    }

    @Test
    void shouldPrepareAllBeforeTheFirstSwitchesAndGoBackTheLastFirst() {
        assertThat(change(parts(2, EnumSet.of(Step.SWITCH), Kind.KERNEL))).isPresent();
        assertThat(steps)
                .containsExactly(
                        "prepare a",
                        "prepare b",
                        "prepare c",
                        "prepare d",
                        "switch a to 2",
                        "switch b to 2",
                        "switch c to 2",
                        "switch c to 1",
                        "switch b to 1",
                        "switch a to 1",
                        "release a",
                        "release b",
                        "release c",
                        "release d");
    }

    @Test
    void shouldSayWhatTheKernelRefusedAndShowTheStackOfAnythingElse() {
        Refusal kernel = change(parts(1, EnumSet.of(Step.PREPARE), Kind.KERNEL)).orElseThrow();
        assertThat(kernel.problems()).containsExactly("b: " + refusal().getMessage());
        assertThat(kernel.faults()).isEmpty();
        Refusal fault = change(parts(1, EnumSet.of(Step.PREPARE), Kind.FAULT)).orElseThrow();
        assertThat(fault.faults()).singleElement().isInstanceOf(IllegalStateException.class);
    }

    /** Whoever starts the parts ends them. */
    @Test
    void shouldNotGoBackFromTheFirstConfiguration() {
        List<Numbered> parts = parts(1, EnumSet.of(Step.SWITCH), Kind.KERNEL);
        Changeover<Integer> changeover = new Changeover<>(List.<Part<Integer>>copyOf(parts));
        assertThatThrownBy(() -> changeover.begin(NEXT)).isInstanceOf(KernelException.class);
        assertThat(steps).containsExactly("switch a to 2", "switch b to 2");
    }
}
