package org.aloft.agent.vrrp;

import java.util.ArrayList;
import java.util.List;
import org.aloft.agent.kernel.Deadline;

/**
 * What is to be done at which router, so that a turn of the loop goes to those that it concerns and not to all: 255
 * instances take 255 turns a second. It has the moment at which each of them has something to do, in a binary heap with
 * the earliest on top, and whether one of them has changed, for those that follow all. For the VRRP thread alone. It
 * allocates only when it has to hold more entries than ever before.
 */
final class Timetable {
    private static final int NOWHERE = -1;

    private final List<Entry> heap = new ArrayList<>();
    private boolean changed = true;

    /** Who has something to do at a moment. */
    @FunctionalInterface
    interface Timer {
        /** Does it, if the moment has come; whether it had. */
        boolean expired(long now);
    }

    /** One of those that have something to do, now and then. */
    final class Entry {
        private final Timer timer;
        private long moment = Deadline.NEVER;
        private int place = NOWHERE;

        private Entry(Timer timer) {
            this.timer = timer;
        }

        /** Has something to do at this moment and not before; {@link Deadline#NEVER} takes it off the timetable. */
        void due(long next) {
            long before = moment;
            moment = next;
            if (next == Deadline.NEVER) {
                remove(this);
            } else if (place == NOWHERE) {
                heap.add(this);
                up(this, heap.size() - 1);
            } else if (next < before) {
                up(this, place);
            } else {
                down(this, place);
            }
        }

        /** Is not what it was: {@link #takeChanged} says so. */
        void changed() {
            Timetable.this.changed();
        }
    }

    /** One that has nothing to do yet. */
    Entry entry(Timer timer) {
        return new Entry(timer);
    }

    /** How many of them have something to do some time. */
    int size() {
        return heap.size();
    }

    /** When the first of them has something to do, or {@link Deadline#NEVER}. */
    long deadline() {
        return heap.isEmpty() ? Deadline.NEVER : heap.get(0).moment;
    }

    /** The first of them; there must be one. */
    Timer first() {
        return heap.get(0).timer;
    }

    /** Something about one of them, or which there are, is not what it was. */
    void changed() {
        changed = true;
    }

    /** Whether {@link #changed} was called since the last call of this; at the first one it is so. */
    boolean takeChanged() {
        boolean taken = changed;
        changed = false;
        return taken;
    }

    private void remove(Entry gone) {
        int hole = gone.place;
        if (hole != NOWHERE) {
            gone.place = NOWHERE;
            Entry last = heap.remove(heap.size() - 1);
            if (last != gone) {
                up(last, hole);
                down(last, last.place);
            }
        }
    }

    private void up(Entry entry, int from) {
        int place = from;
        while (place > 0 && entry.moment < heap.get((place - 1) / 2).moment) {
            put(heap.get((place - 1) / 2), place);
            place = (place - 1) / 2;
        }
        put(entry, place);
    }

    private void down(Entry entry, int from) {
        int place = from;
        int child = earlierChild(place);
        while (child < heap.size() && heap.get(child).moment < entry.moment) {
            put(heap.get(child), place);
            place = child;
            child = earlierChild(place);
        }
        put(entry, place);
    }

    private int earlierChild(int place) {
        int left = 2 * place + 1;
        int right = left + 1;
        return right < heap.size() && heap.get(right).moment < heap.get(left).moment ? right : left;
    }

    private void put(Entry entry, int place) {
        heap.set(place, entry);
        entry.place = place;
    }
}
