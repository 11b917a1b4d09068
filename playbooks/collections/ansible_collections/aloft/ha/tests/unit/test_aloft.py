# Apache-2.0, see LICENSE of Aloft
"""Finding and running the command, with real processes."""

import os
import signal
import subprocess
import sys
import time
import unittest

from ansible_collections.aloft.ha.plugins.module_utils import aloft
from ansible_collections.aloft.ha.tests.unit.support import WithFolder

# Well above what any of it takes: when it is over, a test fails.
LONG = 60


def alive(pid):
    """Whether a process still runs; one that ended and that nobody has waited for does not."""
    try:
        with open("/proc/{0}/stat".format(pid), encoding="utf-8") as file:
            return file.read().rsplit(")", 1)[1].split()[0] not in "XZ"
    except (FileNotFoundError, ProcessLookupError):
        return False


def ends(pid):
    """Whether it ends: a signal that was sent takes its time on a busy machine."""
    until = time.monotonic() + LONG
    while alive(pid) and time.monotonic() < until:
        time.sleep(0.01)
    return not alive(pid)


class FindTest(WithFolder):
    """Where the command is looked for."""

    def checkout(self):
        """A folder deep in a checkout of Aloft."""
        os.makedirs(os.path.join(self.folder, "engine", "cli"))
        deep = os.path.join(self.folder, "playbooks", "collections", "aloft")
        os.makedirs(deep)
        return deep

    def test_the_option_wins(self):
        mine = self.script("", "mine")
        self.script("")

        self.assertEqual(aloft.find(mine, self.folder, None), mine)

    def test_path_comes_before_the_checkout(self):
        deep = self.checkout()
        launcher = self.script("")
        os.mkdir(os.path.join(self.folder, "bin"))
        on_path = self.script("", "bin/aloft")

        self.assertEqual(aloft.find(None, os.path.dirname(on_path), deep), on_path)
        self.assertEqual(aloft.find(None, "/nonexistent", deep), launcher)

    def test_a_folder_of_that_name_is_no_command(self):
        deep = self.checkout()

        with self.assertRaisesRegex(aloft.AloftError, "the command aloft is missing on this host"):
            aloft.find(None, "/nonexistent", deep)

    def test_an_option_that_names_no_command(self):
        for wrong in (os.path.join(self.folder, "none"), self.file("text", "not executable")):
            with self.assertRaisesRegex(aloft.AloftError, "^there is no command " + wrong):
                aloft.find(wrong, "", None)


class RunTest(WithFolder):
    """Running it."""

    def setUp(self):
        super().setUp()
        self.heard = []

    def hear(self, stream, text):
        """Keeps what is heard."""
        self.heard.append((stream, text))

    def test_lines_are_heard_as_they_come(self):
        command = self.script("echo first\nwhile [ ! -e heard ]; do sleep 0.01; done\necho second\n")

        def hear(stream, text):
            self.hear(stream, text)
            self.file("heard", "")

        ended = self.aloft(command, limit=LONG).run(["plan"], hear)

        self.assertEqual(self.heard, [("out", "first"), ("out", "second")])
        self.assertEqual(ended, aloft.Ended(0, "first\nsecond", ""))

    def test_both_streams_are_kept_apart_and_a_last_line_needs_no_end(self):
        command = self.script("printf 'one\\ntwo'; printf 'three' >&2; exit 5\n")

        ended = self.aloft(command, limit=LONG).run(["plan"], self.hear)

        self.assertEqual(ended, aloft.Ended(5, "one\ntwo", "three"))

    def test_much_on_one_stream_does_not_block_the_other(self):
        command = self.script("head -c 3000000 /dev/zero | tr '\\0' x >&2; echo done\n")

        ended = self.aloft(command, limit=LONG).run(["plan"], self.hear)

        self.assertEqual((ended.exit_code, ended.out, len(ended.err)), (0, "done", 3000000))

    def test_what_is_no_utf_8_is_shown_as_such(self):
        command = self.script("printf '\\377\\n'\n")

        self.assertEqual(self.aloft(command, limit=LONG).run(["plan"], self.hear).out, "\N{REPLACEMENT CHARACTER}")

    def test_a_command_that_was_killed(self):
        ended = self.aloft(self.script("kill -9 $$\n"), limit=LONG).run(["plan"], self.hear)

        self.assertEqual(ended.exit_code, -signal.SIGKILL)

    def test_a_command_whose_child_holds_its_output_open(self):
        command = self.script("sleep 300 & echo $! >child; echo done\n")

        ended = self.aloft(command, limit=LONG).run(["plan"], self.hear)

        with open(os.path.join(self.folder, "child"), encoding="utf-8") as file:
            os.kill(int(file.read()), signal.SIGKILL)
        self.assertEqual(ended.out, "done")

    def test_after_the_limit_it_may_put_things_back(self):
        command = self.script("trap 'echo put back >back; exit 143' TERM\nwhile :; do sleep 0.01; done\n")

        with self.assertRaisesRegex(aloft.AloftError, "^aloft verify took longer than 1 s and was stopped$"):
            self.aloft(command, limit=1, grace=LONG).run(["verify"], self.hear)

        self.assertTrue(os.path.exists(os.path.join(self.folder, "back")))

    def test_after_the_grace_nothing_of_it_is_left(self):
        command = self.script("trap '' TERM\nsh -c 'echo $$ >child; exec sleep 300' &\nwhile :; do sleep 0.1; done\n")

        with self.assertRaises(aloft.AloftError):
            self.aloft(command, limit=2, grace=1).run(["verify"], self.hear)

        with open(os.path.join(self.folder, "child"), encoding="utf-8") as file:
            self.assertTrue(ends(int(file.read())))

    def test_the_limit_counts_for_all_runs_together(self):
        one = self.aloft(self.script("sleep 0.6\n"), limit=1, grace=LONG)
        one.run(["apply"], self.hear)

        with self.assertRaisesRegex(aloft.AloftError, "^aloft verify took longer"):
            one.run(["verify"], self.hear)

    def test_who_hears_and_fails_leaves_no_process(self):
        command = self.script("echo $$\nexec sleep 300\n")

        def fail(stream, text):
            self.hear(stream, text)
            raise KeyError(stream)

        with self.assertRaises(KeyError):
            self.aloft(command, limit=LONG).run(["apply"], fail)

        self.assertTrue(ends(int(self.heard[0][1])))

    def test_what_the_system_refuses_to_run(self):
        command = self.file("aloft", "\x7fELF nothing")
        os.chmod(command, 0o755)

        with self.assertRaisesRegex(aloft.AloftError, "^cannot run " + command + ": "):
            self.aloft(command).run(["plan"], self.hear)

    def test_a_signal_to_the_worker_ends_the_command_too(self):
        command = self.script("echo $$ >pid.new; mv pid.new pid\nexec sleep 300\n")
        worker = self.file("worker.py", "\n".join([
            "from ansible_collections.aloft.ha.plugins.module_utils.aloft import Aloft",
            "Aloft({0!r}, folder={1!r}).run(['apply'], print)".format(command, self.folder)]))
        with subprocess.Popen([sys.executable, worker], env=dict(os.environ, PYTHONPATH=":".join(sys.path))) as process:
            pid_file = os.path.join(self.folder, "pid")
            until = time.monotonic() + LONG
            while not os.path.exists(pid_file) and time.monotonic() < until:
                time.sleep(0.01)
            process.send_signal(signal.SIGTERM)
            self.assertEqual(process.wait(LONG), 128 + signal.SIGTERM)
        with open(pid_file, encoding="utf-8") as file:
            self.assertTrue(ends(int(file.read())))


if __name__ == "__main__":
    unittest.main()
