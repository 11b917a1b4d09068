# Apache-2.0, see LICENSE of Aloft
"""Finds the command aloft and runs it: its lines as they come, a time limit, and no process left behind."""

import collections
import contextlib
import os
import selectors
import shutil
import signal
import subprocess
import threading
import time

# Aloft itself takes at most 180 s to put back what a drill has changed, once it is told to stop.
GRACE = 190

# How often it is looked whether the command ended although something that it started holds its output open.
TICK = 1.0

Ended = collections.namedtuple("Ended", ["exit_code", "out", "err"])
Ended.__doc__ = "A command that ended. exit_code is negative for a signal; out and err are all that it wrote."


class AloftError(Exception):
    """The command could not be run, or not to its end. One line each: what happened, and the way out."""

    def __init__(self, said, fix):
        super().__init__(said)
        self.said = said
        self.fix = fix


def find(wanted, path, near):
    """The command's file.

    wanted: the option; None for what is on path, the value of PATH, and else what the checkout around the folder near
    has, if near is not None.
    """
    if wanted:
        if not _runs(wanted):
            raise AloftError(
                "there is no command " + wanted,
                "let the option aloft name the launcher of a checkout of Aloft, or leave it out: then PATH is searched")
        return os.path.abspath(wanted)  # a bare name would be looked for on PATH
    found = shutil.which("aloft", path=path) or in_checkout(near)
    if not found:
        raise AloftError(
            "the command aloft is missing on this host: it is not on PATH",
            "let the option aloft name the launcher of a checkout of Aloft, or put it on PATH")
    return found


def in_checkout(near):
    """The launcher of the checkout around a folder; None where there is none, or near is None."""
    folder = os.path.realpath(near) if near else "/"
    while folder != "/":
        launcher = os.path.join(folder, "aloft")
        if _runs(launcher) and os.path.isdir(os.path.join(folder, "engine", "cli")):
            return launcher
        folder = os.path.dirname(folder)
    return None


def _runs(file):
    return os.path.isfile(file) and os.access(file, os.X_OK)


class Aloft:
    """The command, ready to run. For one thread: it starts none of its own, since Ansible's workers are forks."""

    def __init__(self, command, environment=None, folder=None, limit=None, grace=GRACE):
        """environment: all of it, None for this process's. folder: to run in. limit: seconds for all runs together.
        grace: seconds to put things back in after the limit."""
        self._command = command
        self._environment = environment
        self._folder = folder
        self._limit = limit
        self._grace = grace
        self._until = None if limit is None else time.monotonic() + limit

    def run(self, words, hear):
        """Runs it to its end. hear is told each line as it comes: "out" or "err", and the text without its end."""
        process = self._start(words)
        output = _Output(process)
        try:
            with _raising_on_signals():
                if not output.follow(hear, self._until):
                    raise AloftError(
                        "aloft {0} took longer than {1} s and was stopped".format(words[0], self._limit),
                        "let the option timeout allow more; aloft plan shows what is left to do")
                return Ended(process.wait(), output.text("out"), output.text("err"))
        finally:
            self._stop(process, output)

    def _start(self, words):
        try:
            return subprocess.Popen(  # pylint: disable=consider-using-with; run() ends it
                [self._command] + words,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=self._environment,
                cwd=self._folder,
                start_new_session=True)
        except (OSError, ValueError) as error:
            raise AloftError(
                "cannot run {0}: {1}".format(self._command, getattr(error, "strerror", None) or error),
                "let the option aloft name the launcher of a checkout of Aloft") from error

    def _stop(self, process, output):
        """Ends it, and what it started, if it still runs: politely, so that Aloft puts back what a drill changed."""
        try:
            if process.poll() is None:
                _signal(process, signal.SIGTERM)
                output.follow(lambda stream, text: None, time.monotonic() + self._grace)
                _signal(process, signal.SIGKILL)
                process.wait()
        finally:
            output.close()


def _signal(process, number):
    try:
        os.killpg(process.pid, number)
    except (ProcessLookupError, PermissionError):
        pass  # it ended just now


class _Stopped(SystemExit):
    """This process is to end. Not an Exception, so that nobody on the way takes it for an error of the command."""


@contextlib.contextmanager
def _raising_on_signals():
    """Lets a signal that ends this process unwind it instead, so that the command is not left behind."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number, _frame):
        raise _Stopped(128 + number)

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)


class _Output:
    """Both streams of a process, read as they come, so that neither fills up and blocks it."""

    def __init__(self, process):
        self._process = process
        self._names = {process.stdout: "out", process.stderr: "err"}
        self._texts = {"out": [], "err": []}
        self._rests = {"out": b"", "err": b""}
        self._selector = selectors.DefaultSelector()
        for stream in self._names:
            self._selector.register(stream, selectors.EVENT_READ)

    def follow(self, hear, until):
        """Hears it to its end: True. False when the time until (of the monotonic clock; None: never) came before."""
        while self._selector.get_map():
            left = TICK if until is None else min(TICK, until - time.monotonic())
            if left <= 0:
                return False
            ended = self._process.poll() is not None
            ready = self._selector.select(left)
            for key, _events in ready:
                self._read(key.fileobj, hear)
            if ended and not ready:
                break  # what it started holds its output open
        return self._ends(until)

    def _ends(self, until):
        """Streams are closed; whether the process ends in time as well."""
        try:
            self._process.wait(None if until is None else max(0, until - time.monotonic()))
            return True
        except subprocess.TimeoutExpired:
            return False

    def _read(self, stream, hear):
        name = self._names[stream]
        piece = os.read(stream.fileno(), 65536)
        if not piece:
            self._selector.unregister(stream)
        *lines, rest = (self._rests[name] + piece).split(b"\n")
        if not piece and rest:
            lines, rest = lines + [rest], b""
        self._rests[name] = rest
        for line in lines:
            text = line.decode("utf-8", "replace").rstrip("\r")
            self._texts[name].append(text)
            hear(name, text)

    def text(self, name):
        """All that was read of a stream."""
        return "\n".join(self._texts[name])

    def close(self):
        """Lets go of the streams."""
        self._selector.close()
        for stream in self._names:
            stream.close()
