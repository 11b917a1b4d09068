# Apache-2.0, see LICENSE of Aloft
"""Options and command lines."""

import os
import stat
import unittest

from ansible_collections.aloft.ha.plugins.module_utils import options
from ansible_collections.aloft.ha.tests.unit.support import given


class CommandLinesTest(unittest.TestCase):
    """Which words an option comes to."""

    def test_only_what_was_given_is_on_the_command_line(self):
        lines = options.CommandLines(given(), None)

        self.assertEqual(lines.plan(), ["plan", "--json", "--", "topology.yml"])
        self.assertEqual(lines.apply(), ["apply", "--yes", "--json", "--", "topology.yml"])
        self.assertEqual(lines.verify(), ["verify", "--json", "--checks", "--", "topology.yml"])
        self.assertEqual(lines.destroy(False), ["destroy", "--yes", "--json", "--", "topology.yml"])
        self.assertEqual(lines.destroy(True), ["destroy", "--check", "--json", "--", "topology.yml"])

    def test_every_option_has_its_word(self):
        everything = given(
            inventory=["a.ini", "b.ini"], limit=["web*", "lvs1"], forks=3, serial=2, max_failures=4, connect_timeout=60,
            drills=["crash", "handover"], report="there")
        cluster = ["--inventory", "a.ini", "--inventory", "b.ini", "--extra-vars", "@file", "--forks", "3",
                   "--timeout", "60", "--", "topology.yml"]

        lines = options.CommandLines(everything, "file")

        planning = ["--limit", "web*,lvs1", "--serial", "2", "--max-failures", "4"]
        self.assertEqual(lines.plan(), ["plan", "--json"] + planning + cluster)
        self.assertEqual(lines.apply(), ["apply", "--yes", "--json"] + planning + cluster)
        self.assertEqual(lines.destroy(False), ["destroy", "--yes", "--json"] + planning + cluster)
        self.assertEqual(
            lines.verify(), ["verify", "--json", "--drill", "crash,handover", "--report", "there"] + cluster)

    def test_all_drills_are_the_default_of_the_command(self):
        line = options.CommandLines(given(drills=["all"]), None).verify()

        self.assertEqual(line, ["verify", "--json", "--", "topology.yml"])


class MistakeTest(unittest.TestCase):
    """What is refused before the command is run."""

    def test_the_defaults_are_fine(self):
        self.assertIsNone(options.mistake(given()))

    def test_numbers_below_one(self):
        for name in ("forks", "serial", "max_failures", "timeout", "connect_timeout"):
            self.assertEqual(options.mistake(given(**{name: 0})), name + " must be 1 or more: " + name + "=0")

    def test_drills_of_a_state_that_runs_none(self):
        self.assertIn("state=present", options.mistake(given(drills=["crash"])))
        self.assertIsNone(options.mistake(given(drills=["crash"], state="verified")))

    def test_drills_without_a_name(self):
        self.assertIn("drills=all", options.mistake(given(options.DRILL, drills=[])))
        self.assertIn("a drill has a name", options.mistake(given(options.DRILL, drills=["crash", " "])))
        self.assertIsNone(options.mistake(given(options.DRILL, drills=["crash"])))
        self.assertIsNone(options.mistake(given(options.REACHING)))


class SecretsTest(unittest.TestCase):
    """What must not be shown, and how it reaches the command."""

    def test_all_values_but_those_of_harmless_variables(self):
        variables = {
            "ansible_user": "deploy",
            "ansible_become": True,
            "ansible_become_password": "sesame",
            "pin": 123456,
            "nested": {"deeper": ["also this", None, False]},
            "weight": 10,
            "short": "abc",
        }

        self.assertEqual(options.secrets(variables), {"sesame", "123456", "also this"})

    def test_the_file_is_the_users_alone_and_goes_away(self):
        with options.variables_file({"password": "sesame"}) as name:
            self.assertEqual(stat.S_IMODE(os.stat(name).st_mode), 0o600)
            with open(name, encoding="utf-8") as file:
                self.assertEqual(file.read(), '{"password": "sesame"}')
        self.assertFalse(os.path.exists(name))

    def test_the_file_goes_away_after_an_error_too(self):
        with self.assertRaises(KeyError):
            with options.variables_file({"password": "sesame"}) as name:
                raise KeyError(name)
        self.assertFalse(os.path.exists(name))

    def test_no_variables_no_file(self):
        with options.variables_file({}) as name:
            self.assertIsNone(name)

    def test_a_value_of_the_vault_is_written_as_what_it_decrypts_to(self):
        class Decrypts:  # pylint: disable=too-few-public-methods; as Ansible's own
            """A value of another type."""

            def __str__(self):
                return "sesame"

        with options.variables_file({"password": Decrypts()}) as name:
            with open(name, encoding="utf-8") as file:
                self.assertEqual(file.read(), '{"password": "sesame"}')
        self.assertEqual(options.secrets({"password": Decrypts()}), {"sesame"})


if __name__ == "__main__":
    unittest.main()
