# Apache-2.0, see LICENSE of Aloft
"""Playbooks that use the module, with the real ansible-playbook and a command that says what a test wants."""

import json
import os
import subprocess
import unittest

from ansible_collections.aloft.ha.tests.unit.support import HERE, WithFolder, compact, document, rollout, text

COLLECTIONS = os.path.realpath(os.path.join(HERE, "..", "..", "..", "..", ".."))

# As sudo, for a test that has none: what is run so is run by the module.
BECOME = r"""
DOCUMENTATION = "name: myself\nshort_description: nobody else\ndescription: nobody else\noptions: {}"
from ansible.plugins.become import BecomeBase
class BecomeModule(BecomeBase):
    name = "myself"
    def build_become_command(self, cmd, shell):
        super().build_become_command(cmd, shell)
        return cmd
"""

# As the one of ansible.posix, which is no part of ansible-core.
CALLBACK = r"""
DOCUMENTATION = "name: json\ntype: stdout\nshort_description: JSON\ndescription: JSON\noptions: {}"
import json
from ansible.plugins.callback import CallbackBase
class CallbackModule(CallbackBase):
    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "stdout"
    CALLBACK_NAME = "json"
    def v2_runner_on_ok(self, result):
        print(json.dumps(result._result))
    def v2_runner_on_failed(self, result, ignore_errors=False):
        print(json.dumps(dict(result._result, failed=True)))
"""


class Playbook(WithFolder):
    """A play of one task."""

    def setUp(self):
        super().setUp()
        for folder, name, content in (("become", "myself.py", BECOME), ("callback", "json.py", CALLBACK)):
            os.mkdir(os.path.join(self.folder, folder))
            self.file(os.path.join(folder, name), content)

    def play(self, words=(), here=True, keywords=None, environment=None, **arguments):
        """Runs a play of one task. here: by the action plugin, else by the module, as on another host."""
        given = {"topology": "topology.yml", "aloft": os.path.join(self.folder, "aloft")}
        given.update(arguments)
        task = {"name": "Roll out", "aloft.ha.cluster": {name: one for name, one in given.items() if one is not None}}
        if not here:
            task.update(become=True, become_method="myself")
        task.update(keywords or {})
        play = [{"hosts": "localhost", "connection": "local", "gather_facts": False, "tasks": [task]}]
        name = self.file("play.yml", json.dumps(play))
        return self.ansible(["ansible-playbook", name] + list(words), environment)

    def ansible(self, words, environment=None):
        """Runs Ansible with no settings but these."""
        settings = {
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "HOME": self.folder,
            "LC_ALL": "C.UTF-8",
            "ANSIBLE_CONFIG": self.file("ansible.cfg", ""),
            "ANSIBLE_COLLECTIONS_PATH": COLLECTIONS,
            "ANSIBLE_LOCALHOST_WARNING": "false",
            "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
            "ANSIBLE_BECOME_PLUGINS": os.path.join(self.folder, "become"),
            "ANSIBLE_CALLBACK_PLUGINS": os.path.join(self.folder, "callback"),
            "ANSIBLE_NOCOLOR": "true",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        settings.update(environment or {})
        return subprocess.run(
            words, env=settings, cwd="/", capture_output=True, encoding="utf-8", timeout=100, check=False)

    def result(self, *words, **how):
        """The task's result, from a callback that wants JSON: nothing else may be on standard output."""
        environment = dict(how.pop("environment", {}), ANSIBLE_STDOUT_CALLBACK="json")
        played = self.play(words, environment=environment, **how)
        self.assertNotIn("Traceback", played.stdout + played.stderr)
        return json.loads(played.stdout)

    def both(self, *words, **how):
        """The result of the action plugin and of the module, which must be the same."""
        here = self.result(*words, here=True, **how)
        there = self.result(*words, here=False, **how)
        invocation = there.pop("invocation")
        self.assertNotIn("sesame", json.dumps(invocation))
        for one in (here, there):
            one.pop("_ansible_no_log", None)
            for event in one["events"]:
                if event["event"] == "note":
                    event.pop("at")
        self.assertEqual(here, there)
        return here


class ShownTest(Playbook):
    """What a user of Ansible sees."""

    def test_events_are_shown_and_the_task_is_changed(self):
        self.says(apply=(0, rollout()))

        for here in (True, False):
            played = self.play(here=here)

            self.assertEqual(played.returncode, 0, played)
            lines = played.stdout.splitlines()
            self.assertIn("[localhost] wave 1: real servers (web1)", lines)
            self.assertIn("[localhost] web1: [2/2] /etc/motd", lines)
            self.assertNotIn("[localhost] web1: [2/2] /etc/motd …", lines)
            self.assertLess(lines.index("[localhost] 2 of 2 steps done in 1.1 s"), lines.index("changed: [localhost]"))

    def test_an_event_is_shown_before_the_command_ends(self):
        first, rest = rollout().split("\n", 1)
        self.script("cat <<'END'\n" + first + "\nEND\nwhile ! grep -q 'plan: 2 steps' log; do sleep 0.05; done\n"
                    "cat <<'END'\n" + rest + "END\n")

        played = self.play(timeout=60, environment={"ANSIBLE_LOG_PATH": os.path.join(self.folder, "log")})

        self.assertEqual(played.returncode, 0, played)

    def test_more_is_shown_to_those_who_ask(self):
        self.says(apply=(0, rollout()))

        self.assertIn("[localhost] web1: [2/2] /etc/motd …", self.play(["-v"]).stdout.splitlines())

    def test_under_json_only_the_result_is_printed(self):
        self.says(apply=(0, rollout()))

        result = self.both()

        self.assertEqual(len(result["events"]), 10)
        self.assertTrue(result["changed"])
        self.assertEqual(result["aloft_version"], "0.1.0")

    def test_nothing_is_shown_of_a_task_with_no_log(self):
        self.says(apply=(0, rollout()))

        for here in (True, False):
            played = self.play(["-vvv"], here=here, keywords={"no_log": True})

            self.assertIn("changed: [localhost]", played.stdout)
            self.assertNotIn("arp_ignore", played.stdout + played.stderr)

    def test_no_secret_is_shown_however_much_is_asked_for(self):
        plan = document("plan.json")
        plan["impact"][0]["reasoning"] = "sesame"
        self.says(plan=(0, compact(plan)), apply=(1, "{{}}\nsesame"))
        variables = {"ansible_user": "deploy", "ansible_password": "sesame", "extra": {"pin": 112233}}

        for here in (True, False):
            for state in ("planned", "present"):
                played = self.play(["-vvvvv"], here=here, state=state, extra_vars=variables)

                said = played.stdout + played.stderr
                self.assertIn("********", said)
                self.assertNotIn("sesame", said)
                self.assertNotIn("112233", said)

    def test_diffs_are_shown_when_asked_for(self):
        self.says(plan=(0, text("plan.json")), apply=(0, rollout()))

        for words in (["--diff"], ["--diff", "--check"]):
            for here in (True, False):
                lines = self.play(words, here=here).stdout.splitlines()

                self.assertIn("--- before: web1: /etc/motd", lines)
                self.assertIn("-old", lines)
                self.assertIn("+new", lines)
        self.assertNotIn("+new", self.play().stdout.splitlines())


class StatesTest(Playbook):
    """Modes and states."""

    def test_check_mode_says_the_same(self):
        self.says(plan=(0, text("plan.json")), apply=(0, rollout()))

        self.assertTrue(self.both("--check")["changed"])
        self.assertEqual(set(self.words()) & {"plan", "apply"}, {"plan"})
        self.assertTrue(self.both()["changed"])

    def test_planned_never_changes(self):
        self.says(plan=(0, text("plan.json")))

        result = self.both(state="planned")

        self.assertEqual((result["changed"], result["pending"]), (False, True))

    def test_a_failed_drill_fails_the_task(self):
        self.says(apply=(0, rollout()), verify=(3, text("report.json")))

        result = self.both(state="verified", drills=["crash", "handover"])

        self.assertTrue(result["failed"])
        self.assertEqual(result["exit_code"], 3)
        self.assertIn("drill crash", result["msg"])

    def test_all_mistakes_are_in_the_message(self):
        self.says(apply=(64, text("mistakes.json")))

        result = self.both()

        self.assertIn("topology.yml:3:5: ", result["msg"])
        self.assertIn("topology.yml:7:1: ", result["msg"])
        self.assertEqual([one["line"] for one in result["failures"]], [3, 7])


class PlacesTest(Playbook):
    """Where the command is."""

    def test_it_is_found_on_the_path_of_the_play(self):
        self.says(apply=(0, rollout()))

        environment = {"PATH": self.folder + ":/usr/bin:/bin"}

        self.assertTrue(self.both(aloft=None, keywords={"environment": environment})["changed"])

    def test_relative_paths_start_at_the_playbook(self):
        self.says(apply=(0, rollout()))

        for relative in ("./aloft", "aloft"):
            self.assertTrue(self.both(aloft=relative)["changed"])


class FailuresTest(Playbook):
    """Never a traceback."""

    def test_a_missing_command(self):
        result = self.both(aloft="/nonexistent/aloft")

        self.assertRegex(result["msg"], "^aloft apply: there is no command /nonexistent/aloft; let the option .*$")

    def test_a_missing_java(self):
        self.script("printf 'aloft: there is no Java here\\n    apt install java\\n' >&2; exit 1\n")

        self.assertEqual(self.both()["msg"], "aloft apply: there is no Java here; apt install java")

    def test_broken_json(self):
        self.script("echo '{'\n")

        self.assertNotIn("\n", self.both()["msg"])

    def test_a_command_that_is_killed(self):
        self.script("kill -9 $$\n")

        self.assertRegex(self.both()["msg"], "^aloft apply: aloft apply was killed by SIGKILL; ")

    def test_a_command_that_takes_too_long(self):
        self.script("exec sleep 300\n")

        self.assertRegex(self.both(timeout=1)["msg"], "^aloft apply: aloft apply took longer than 1 s and was stopped;")

    def test_wrong_options(self):
        for wrong, said in (
                ({"forks": 0}, "forks must be 1 or more: forks=0"),
                ({"forks": "many"}, "argument 'forks' is of type"),
                ({"state": "gone"}, "value of state must be one of: present, absent, planned, verified"),
                ({"topology": None}, "missing required arguments: topology"),
                ({"password": "x"}, "password"),
                ({"drills": ["crash"]}, "drills are for state=verified only")):
            for here in (True, False):
                result = self.result(here=here, **wrong)

                self.assertTrue(result["failed"])
                self.assertIn(said, result["msg"])

    def test_a_template_that_fails_is_ansibles_own_matter(self):
        result = self.result(topology="{{ nosuch }}")

        self.assertIn("'nosuch' is undefined", result["msg"])


if __name__ == "__main__":
    unittest.main()
