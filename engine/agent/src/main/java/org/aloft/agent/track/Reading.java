package org.aloft.agent.track;

/** The last state that was seen of a tracker. */
public sealed interface Reading {
    /** For people: {@code up: …}, {@code down: …}. */
    String explanation();

    /**
     * Nothing is known yet.
     *
     * @param reason what is waited for
     */
    record Pending(String reason) implements Reading {
        @Override
        public String explanation() {
            return "not known yet: " + reason;
        }
    }

    /**
     * It is as it should be.
     *
     * @param reason how that is known
     */
    record Up(String reason) implements Reading {
        @Override
        public String explanation() {
            return "up: " + reason;
        }
    }

    /**
     * It is not as it should be.
     *
     * @param reason what is wrong, and the way out where there is one
     */
    record Down(String reason) implements Reading {
        @Override
        public String explanation() {
            return "down: " + reason;
        }
    }

    /**
     * The number in a file.
     *
     * @param number any
     */
    record Value(int number) implements Reading {
        @Override
        public String explanation() {
            return "value " + number;
        }
    }

    /** Whether it says the same as another, whatever the reasons. */
    default boolean sameAs(Reading other) {
        return this instanceof Value ? equals(other) : getClass() == other.getClass();
    }
}
