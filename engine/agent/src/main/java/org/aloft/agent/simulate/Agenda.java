package org.aloft.agent.simulate;

import java.util.Arrays;

/**
 * What is to happen on a virtual clock, earliest first; what is planned for the same moment happens in the order in
 * which it was planned. For one thread.
 *
 * <p>A binary heap in arrays of its own: a run is hardly more than putting in and taking out, and {@link
 * java.util.PriorityQueue} asks an object elsewhere in memory for every comparison.
 */
final class Agenda {
    private static final int SIZE_AT_FIRST = 64;

    private long[] moments = new long[SIZE_AT_FIRST];
    private long[] numbers = new long[SIZE_AT_FIRST];
    private Runnable[] effects = new Runnable[SIZE_AT_FIRST];
    private int size;
    private long planned;

    boolean isEmpty() {
        return size == 0;
    }

    /** When the first of them is due; only while it is not empty. */
    long first() {
        return moments[0];
    }

    void plan(long moment, Runnable effect) {
        if (size == moments.length) {
            moments = Arrays.copyOf(moments, 2 * size);
            numbers = Arrays.copyOf(numbers, 2 * size);
            effects = Arrays.copyOf(effects, 2 * size);
        }
        long number = planned++;
        int place = size++;
        while (place > 0) {
            int above = (place - 1) >>> 1;
            // What stands above was planned before, so that the numbers need no look.
            if (moments[above] <= moment) {
                break;
            }
            move(above, place);
            place = above;
        }
        put(place, moment, number, effect);
    }

    /** Takes the first one out; only while it is not empty. */
    Runnable take() {
        Runnable taken = effects[0];
        int last = --size;
        long moment = moments[last];
        long number = numbers[last];
        Runnable effect = effects[last];
        effects[last] = null;
        int place = 0;
        for (int below = 1; below < size; below = 2 * place + 1) {
            int other = below + 1;
            if (other < size && isBefore(moments[other], numbers[other], moments[below], numbers[below])) {
                below = other;
            }
            if (!isBefore(moments[below], numbers[below], moment, number)) {
                break;
            }
            move(below, place);
            place = below;
        }
        if (size > 0) {
            put(place, moment, number, effect);
        }
        return taken;
    }

    private static boolean isBefore(long moment, long number, long otherMoment, long otherNumber) {
        return moment < otherMoment || (moment == otherMoment && number < otherNumber);
    }

    private void move(int from, int to) {
        put(to, moments[from], numbers[from], effects[from]);
    }

    private void put(int place, long moment, long number, Runnable effect) {
        moments[place] = moment;
        numbers[place] = number;
        effects[place] = effect;
    }
}
