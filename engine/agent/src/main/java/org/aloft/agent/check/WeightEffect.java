package org.aloft.agent.check;

/**
 * What a check that passed makes of its real server's weight. Several checks of one real server add up: each changes
 * the configured weight by {@link #change}, and the sum, brought into the range of a weight, is what the real server
 * gets.
 */
public sealed interface WeightEffect {
    /** Most checks: the configured weight stands. */
    WeightEffect NONE = new Adds(0);

    /** By how much a real server's weight changes. */
    int change(int configured);

    /**
     * {@code MISC_CHECK} with {@code misc_dynamic}: the script's word is the weight, if no other check has an effect.
     *
     * @param weight 0 to 253: the script's exit status less 2
     */
    record Becomes(int weight) implements WeightEffect {
        @Override
        public int change(int configured) {
            return weight - configured;
        }
    }

    /**
     * {@code FILE_CHECK} with {@code dynamic}: so much more than configured.
     *
     * @param points any number; less than 0 takes away
     */
    record Adds(int points) implements WeightEffect {
        @Override
        public int change(int configured) {
            return points;
        }
    }
}
