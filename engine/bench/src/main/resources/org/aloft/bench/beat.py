"""Watches the machine itself: python3 beat.py SECONDS

On each processor a process that comes before all others wants to run so often. Prints when it ran at last, in seconds
since 1970, and by how many it was late whenever that is more than 5 ms: what does so makes everything else late as well. Ends with
the process that started it.
"""
import os
import sys
import time

LATE = 0.005


def beat(processor, interval, parent):
    os.sched_setaffinity(0, {processor})
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(99))
    due = time.monotonic()
    while os.getppid() == parent:
        due += interval
        time.sleep(max(0, due - time.monotonic()))
        late = time.monotonic() - due
        if late > LATE:
            os.write(1, b"%.4f %.4f\n" % (time.time(), late))  # a line in one piece, whatever the others say
            due += late


def main():
    starter, here, interval = os.getppid(), os.getpid(), float(sys.argv[1])
    for processor in os.sched_getaffinity(0):
        if os.fork() == 0:
            beat(processor, interval, here)
            return
    while os.getppid() == starter:
        time.sleep(0.2)


main()
