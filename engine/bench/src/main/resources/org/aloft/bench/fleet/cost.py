"""Runs a command to its end and prints what it cost: python3 cost.py COMMAND WORD...

The first line has its wall time, and the processor time of it and of all processes that it waited for, both in seconds,
and the most memory that one of them had, in MB; what it printed itself follows. Ends with its exit code.
"""
import resource
import subprocess
import sys
import time

before = time.monotonic()
done = subprocess.run(
    sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
)
wall = time.monotonic() - before
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, flush=True)
sys.stdout.buffer.write(done.stdout)
sys.exit(done.returncode)
