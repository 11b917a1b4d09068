package org.aloft.agent.simulate;

import java.util.Random;

/**
 * The numbers of {@link Random} for one thread: that one pays for threads that do not take part here, and a run is to a
 * good part the drawing of numbers. For one thread.
 */
final class OneThreadRandom extends Random {
    private static final long serialVersionUID = 1L;

    /** Of the generator that {@link Random} documents. */
    private static final long MULTIPLIER = 0x5DEECE66DL;

    private static final long INCREMENT = 0xBL;
    private static final int BITS = 48;
    private static final long MASK = (1L << BITS) - 1;

    /** Not set here: the constructor of Random has set it by then. */
    private long state;

    OneThreadRandom(long seed) {
        super(seed);
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // which is what this class is for
    public void setSeed(long seed) {
        state = (seed ^ MULTIPLIER) & MASK;
    }

    @Override
    protected int next(int bits) {
        state = (state * MULTIPLIER + INCREMENT) & MASK;
        return (int) (state >>> (BITS - bits));
    }
}
