package org.aloft.agent.thread;

import java.util.concurrent.locks.LockSupport;

/** A sleep for a loop that watches no descriptor: it is woken by other threads alone. */
public final class Parking implements Sleep {
    private volatile Thread sleeper;
    private volatile boolean called;

    @Override
    public void until(long deadline) {
        sleeper = Thread.currentThread();
        long left = deadline - System.nanoTime();
        while (!called && left > 0) {
            LockSupport.parkNanos(this, left);
            if (Thread.interrupted()) { // a parked thread would not sleep again
                break;
            }
            left = deadline - System.nanoTime();
        }
        called = false;
    }

    @Override
    public void wakeUp() {
        called = true;
        LockSupport.unpark(sleeper);
    }
}
