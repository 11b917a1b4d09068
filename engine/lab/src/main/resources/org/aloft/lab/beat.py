"""Logs when the host itself stood still: what was measured on it meanwhile says nothing about the cluster.

A process that comes before all others wants to run each 20 ms. Whenever it is more than 50 ms late, a line is added to
/run/aloft-lab/stalls: when it ran again, in seconds since 1970, and how many seconds late it was. The file is there once this
runs.
"""
import os
import time

FILE = "/run/aloft-lab/stalls"
PERIOD = 0.020
LATE = 0.050


def become_real_time():
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(99))
    except OSError:
        pass  # a control group without real time; other processes of the host may delay this one, too


def main():
    become_real_time()
    os.makedirs(os.path.dirname(FILE), exist_ok=True)
    with open(FILE, "ab", buffering=0) as stalls:
        due = time.monotonic()
        while True:
            due += PERIOD
            time.sleep(max(0.0, due - time.monotonic()))
            late = time.monotonic() - due
            if late > LATE:
                stalls.write(b"%.3f %.3f\n" % (time.time(), late))
                due += late


main()
