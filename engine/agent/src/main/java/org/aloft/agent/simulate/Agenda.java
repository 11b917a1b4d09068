package org.aloft.agent.simulate;

import java.util.Arrays;

/**
 * What is to happen on a virtual clock, earliest first; what is planned for the same moment happens in the order in
 * which it was planned. For one thread.
 *
 * <p>In order, in arrays of its own: a run is hardly more than putting in and taking out, and what is planned is mostly
 * later than the few things that are planned already. A heap has more to move for that, and {@link
 * java.util.PriorityQueue} asks an object elsewhere in memory for every comparison.
 */
final class Agenda {
    private static final int SIZE_AT_FIRST = 64;

    private long[] moments = new long[SIZE_AT_FIRST];
    private Runnable[] effects = new Runnable[SIZE_AT_FIRST];
    private int first;
    private int end;

    boolean isEmpty() {
        return first == end;
    }

    /** When the first of them is due; only while it is not empty. */
    long first() {
        return moments[first];
    }

    void plan(long moment, Runnable effect) {
        if (end == moments.length) {
            makeRoom();
        }
        int place = end++;
        while (place > first && moments[place - 1] > moment) {
            moments[place] = moments[place - 1];
            effects[place] = effects[place - 1];
            place--;
        }
        moments[place] = moment;
        effects[place] = effect;
    }

    /** Takes the first one out; only while it is not empty. */
    Runnable take() {
        Runnable taken = effects[first];
        effects[first] = null;
        first++;
        return taken;
    }

    /** At the end: to the beginning, or in larger arrays, where more than half of them is in use. */
    private void makeRoom() {
        int size = end - first;
        int length = size > moments.length / 2 ? 2 * moments.length : moments.length;
        long[] wider = length == moments.length ? moments : Arrays.copyOf(moments, length);
        Runnable[] more = length == effects.length ? effects : Arrays.copyOf(effects, length);
        System.arraycopy(moments, first, wider, 0, size);
        System.arraycopy(effects, first, more, 0, size);
        Arrays.fill(more, size, end, null);
        moments = wider;
        effects = more;
        first = 0;
        end = size;
    }
}
