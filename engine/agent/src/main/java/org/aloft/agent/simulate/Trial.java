package org.aloft.agent.simulate;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.aloft.agent.config.TrackerKind;
import org.aloft.agent.track.TrackerKey;

/**
 * One scenario with one host, link or tracker. Pure: a seed decides when exactly hosts start and things happen, so that
 * each run meets another phase between two adverts.
 */
sealed interface Trial {
    /** How many adverts' time half of them are lost. */
    int LOSSY_ADVERTS = 60;

    /** What is done, for people. */
    String describe();

    /** Goes on after {@code event} was written into the plan. */
    void plan(Plan plan);

    /** What is done in the run with this seed. */
    default Timeline timeline(Cluster cluster, Pace pace, long seed) {
        Plan plan = new Plan(cluster, pace, new Random(seed));
        plan(plan);
        return plan.finish();
    }

    /** A timeline while it is written. Confined to one thread. */
    final class Plan {
        private final Pace pace;
        private final Random random;
        private final List<Move> moves = new ArrayList<>();
        private final List<Long> checks = new ArrayList<>();
        private OptionalInt returns = OptionalInt.empty();
        private long now;
        private long event;

        private Plan(Cluster cluster, Pace pace, Random random) {
            this.pace = pace;
            this.random = random;
            cluster.files().forEach(file -> moves.add(new Move.Start(phase(pace.interval()), file.number())));
            now = pace.interval();
            settle();
            now += phase(pace.interval());
            event = now;
        }

        private long phase(long most) {
            return (long) (random.nextDouble() * most);
        }

        private void settle() {
            now += pace.settling() + pace.down();
            checks.add(now);
        }

        private Timeline finish() {
            settle();
            return new Timeline(List.copyOf(moves), event, List.copyOf(checks), pace.down(), returns, now);
        }
    }

    /**
     * A host ends.
     *
     * @param crashes by a power cut; otherwise it is told to
     * @param returns whether it is there again later
     */
    record Ends(RouterFile file, boolean crashes, boolean returns) implements Trial {
        @Override
        public String describe() {
            String how = crashes ? "crash" : "stop";
            return returns ? file.name() + " comes back after a " + how : how + " of " + file.name();
        }

        @Override
        public void plan(Plan plan) {
            plan.moves.add(crashes ? new Move.Crash(plan.now, file.number()) : new Move.Stop(plan.now, file.number()));
            if (returns) {
                plan.settle();
                plan.now += plan.phase(plan.pace.interval());
                plan.event = plan.now;
                plan.moves.add(new Move.Start(plan.now, file.number()));
                plan.returns = OptionalInt.of(file.number());
            }
        }
    }

    /** aloftd stands still until another must have taken over. */
    record Stands(RouterFile file) implements Trial {
        @Override
        public String describe() {
            return "pause of " + file.name();
        }

        @Override
        public void plan(Plan plan) {
            plan.moves.add(new Move.Pause(plan.now, file.number()));
            plan.now += 2 * plan.pace.down() + plan.phase(plan.pace.interval());
            plan.moves.add(new Move.Resume(plan.now, file.number()));
        }
    }

    /** An interface loses its link. */
    record Unplugged(RouterFile file, String device) implements Trial {
        @Override
        public String describe() {
            return device + " of " + file.name() + " loses its link";
        }

        @Override
        public void plan(Plan plan) {
            plan.moves.add(new Move.Link(plan.now, file.number(), device, false));
        }
    }

    /** Half of all packets are lost, and then none. */
    record Lossy() implements Trial {
        @Override
        public String describe() {
            return "half of all adverts are lost for the time of " + LOSSY_ADVERTS;
        }

        @Override
        public void plan(Plan plan) {
            plan.moves.add(new Move.Loss(plan.now, 0.5));
            plan.now += LOSSY_ADVERTS * plan.pace.interval();
            plan.moves.add(new Move.Loss(plan.now, 0));
        }
    }

    /** What a host tracks fails. */
    record Fails(RouterFile file, TrackerKey key) implements Trial {
        @Override
        public String describe() {
            String how = key.kind() == TrackerKind.FILE
                    ? " of " + file.name() + " is worse by 1"
                    : " of " + file.name() + " fails";
            return key + how;
        }

        @Override
        public void plan(Plan plan) {
            Trackers trackers = new Trackers(file);
            plan.now += trackers.noticedAfter(key).toNanos()
                    + plan.phase(trackers.phase(key).toNanos());
            plan.moves.add(new Move.Failure(plan.now, file.number(), key));
        }
    }
}
