# Apache-2.0, see LICENSE of Aloft
"""What the tests share: documents as aloft prints them, and commands that print them."""

import json
import os
import stat
import tempfile
import unittest

from ansible_collections.aloft.ha.plugins.module_utils import options
from ansible_collections.aloft.ha.plugins.module_utils.aloft import Aloft, Ended

HERE = os.path.dirname(os.path.abspath(__file__))


def text(name):
    """A file of documents."""
    with open(os.path.join(HERE, "documents", name), encoding="utf-8") as file:
        return file.read()


def document(name):
    """One of documents."""
    return json.loads(text(name))


def ended(exit_code=0, out="", err=""):
    """A command that ended."""
    return Ended(exit_code, out, err)


def compact(found):
    """A document on one line."""
    return json.dumps(found, ensure_ascii=False)


def plan_event():
    """The first event of a rollout."""
    return {"event": "plan", "at": "2026-01-31T12:00:00.000Z", "plan": document("plan.json")}


def rollout():
    """All lines of a rollout that goes well."""
    return "\n".join(compact(event) for event in [plan_event()] + document("events.json")) + "\n"


def given(arguments=None, **some):
    """Options as they are after checking, of aloft.ha.cluster unless arguments are those of another module."""
    specs = options.CLUSTER if arguments is None else arguments
    all_of_them = {name: spec.get("default") for name, spec in specs.items()}
    all_of_them.update(topology="topology.yml")
    all_of_them.update(some)
    return all_of_them


class WithFolder(unittest.TestCase):
    """Tests with a folder of their own."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="aloft-test-")  # pylint: disable=consider-using-with; below
        self.addCleanup(folder.cleanup)
        self.folder = os.path.realpath(folder.name)

    def file(self, name, content):
        """A file in it."""
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(content)
        return path

    def script(self, body, name="aloft"):
        """A command that says what a test wants aloft to say; what it was given stands in the file words."""
        path = self.file(name, "#!/bin/sh\nprintf '%s\\n' \"$@\" >>'" + self.folder + "/words'\n" + body)
        os.chmod(path, os.stat(path).st_mode | stat.S_IXUSR)
        return path

    def says(self, **of_commands):
        """A command that prints, for each subcommand, an exit code and a text."""
        cases = ""
        for command, (exit_code, said) in of_commands.items():
            cases += "  {0}) cat '{1}'; exit {2} ;;\n".format(command, self.file(command + ".said", said), exit_code)
        return self.script('case $1 in\n' + cases + 'esac\necho "aloft: unknown command" >&2\nexit 64\n')

    def words(self):
        """All that the command was given, of all its runs."""
        with open(os.path.join(self.folder, "words"), encoding="utf-8") as file:
            return file.read().splitlines()

    def aloft(self, command, **how):
        """The command, run in the folder."""
        return Aloft(command, folder=self.folder, **how)
