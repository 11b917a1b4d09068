# Apache-2.0, see LICENSE of Aloft
"""The options of the modules, and the command lines of aloft that they come to."""

import contextlib
import json
import os
import tempfile

# Which cluster, and how its hosts are reached: options of every module.
REACHING = {
    "topology": {"type": "path", "required": True},
    "inventory": {"type": "list", "elements": "path", "default": []},
    "extra_vars": {"type": "dict", "default": {}, "no_log": True},
    "forks": {"type": "int"},
    "aloft": {"type": "path"},
    "timeout": {"type": "int"},
    "connect_timeout": {"type": "int"},
}

CLUSTER = dict(REACHING, **{
    "state": {"type": "str", "choices": ["present", "absent", "planned", "verified"], "default": "present"},
    "limit": {"type": "list", "elements": "str", "default": []},
    "serial": {"type": "int"},
    "max_failures": {"type": "int"},
    "drills": {"type": "list", "elements": "str", "default": []},
    "report": {"type": "path"},
})

# Which drills there are, the command knows.
DRILL = dict(REACHING, **{
    "drills": {"type": "list", "elements": "str", "required": True},
    "report": {"type": "path"},
})

# Variables of Ansible that hold no secret. Any other value of extra_vars may be one, whatever its name is.
HARMLESS = frozenset({
    "ansible_become",
    "ansible_become_method",
    "ansible_become_user",
    "ansible_connection",
    "ansible_host",
    "ansible_port",
    "ansible_python_interpreter",
    "ansible_ssh_private_key_file",
    "ansible_user",
})

# A text that is shorter keeps no secret, and without it every other text would have holes.
SHORTEST_SECRET = 4


def mistake(options):
    """What is wrong with options of the right types, in one line; None when nothing is."""
    for name in ("forks", "serial", "max_failures", "timeout", "connect_timeout"):
        value = options.get(name)
        if value is not None and value < 1:
            return "{0} must be 1 or more: {0}={1}".format(name, value)
    drills = options.get("drills")
    if drills is not None and not all(drill.strip() for drill in drills):
        return "a drill has a name: drills=" + ",".join(drills)
    if "state" not in options:
        return None if drills is None or drills else "name a drill, or all of them: drills=all"
    if drills and options["state"] != "verified":
        return "drills are for state=verified only: state=" + options["state"]
    return None


def secrets(variables):
    """The values of extra_vars that must not be shown, as texts. A number may be a password; true is none."""
    found = set()
    for name, value in variables.items():
        if name not in HARMLESS:
            found.update(leaf for leaf in _leaves(value) if len(leaf) >= SHORTEST_SECRET)
    return found


def _leaves(value):
    if isinstance(value, dict):
        return {leaf for inner in value.values() for leaf in _leaves(inner)}
    if isinstance(value, (list, tuple)):
        return {leaf for inner in value for leaf in _leaves(inner)}
    if value is None or isinstance(value, bool):
        return set()
    return {str(value)}


@contextlib.contextmanager
def variables_file(variables):
    """A file of extra_vars that only this user can read, for as long as it is needed; None when there are none.

    Not the command line: every user of the machine can read that.
    """
    if not variables:
        yield None
        return
    handle, name = tempfile.mkstemp(prefix="aloft-", suffix=".json")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            # A value from Ansible Vault is an object, whose text is what it decrypts to.
            json.dump(variables, file, default=str)
        yield name
    finally:
        os.unlink(name)


class CommandLines:
    """The words that follow the name of the command."""

    def __init__(self, options, variables):
        """variables: the file of extra_vars, or None."""
        self._options = options
        self.variables = variables

    def plan(self):
        """What would be done."""
        return ["plan", "--json"] + self._planning() + self._cluster()

    def apply(self):
        """Plan, and do it."""
        return ["apply", "--yes", "--json"] + self._planning() + self._cluster()

    def destroy(self, check):
        """Take everything away, or only say what that would do."""
        return ["destroy", "--check" if check else "--yes", "--json"] + self._planning() + self._cluster()

    def status(self):
        """Who holds what, and what answers behind it."""
        return ["status", "--json"] + self._cluster()

    def inventory(self):
        """The hosts, and what the topology makes of them."""
        return ["inventory", "--roles", "--json"] + self._cluster()

    def verify(self, causes_nothing=False):
        """The checks, and the drills that are named; only their names are looked at if nothing may be caused."""
        drills = self._options["drills"]
        words = ["verify", "--json"]
        if causes_nothing or not drills:
            words.append("--checks")
        if drills and "all" not in drills:
            words += ["--drill", ",".join(drills)]
        if self._options["report"]:
            words += ["--report", self._options["report"]]
        return words + self._cluster()

    def _planning(self):
        limit = self._options["limit"]
        words = ["--limit", ",".join(limit)] if limit else []
        for name, flag in (("serial", "--serial"), ("max_failures", "--max-failures")):
            if self._options[name] is not None:
                words += [flag, str(self._options[name])]
        return words

    def _cluster(self):
        words = []
        for file in self._options["inventory"]:
            words += ["--inventory", file]
        if self.variables:
            words += ["--extra-vars", "@" + self.variables]
        if self._options["forks"] is not None:
            words += ["--forks", str(self._options["forks"])]
        if self._options["connect_timeout"] is not None:
            words += ["--timeout", str(self._options["connect_timeout"])]
        # Last, and after a word that ends the options: a name may begin with a dash.
        return words + ["--", self._options["topology"]]
