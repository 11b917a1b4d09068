# Apache-2.0, see LICENSE of Aloft
"""A task from its options to its result, for the modules and for their action plugins alike."""

import collections
import datetime
import tempfile

from ansible_collections.aloft.ha.plugins.module_utils import options as arguments
from ansible_collections.aloft.ha.plugins.module_utils import outcome
from ansible_collections.aloft.ha.plugins.module_utils.aloft import AloftError
from ansible_collections.aloft.ha.plugins.module_utils.options import CommandLines, variables_file


Kind = collections.namedtuple("Kind", ["module", "arguments", "first_command", "run"])
Kind.__doc__ = """A module: its name, its options, the command that it begins with, and what it does.

first_command: of options and whether it is check mode. run: of a _Task, gives a result without the events."""


def carry_out(kind, options, check, diff, ready, show):
    """Does it, and gives the result; never raises for what a user or a host did.

    options: checked ones. check, diff: Ansible's two modes. ready: gives the command, an Aloft, or raises AloftError.
    show: told each event as it comes.
    """
    events = []

    def tell(event):
        events.append(event)
        show(event)

    command = kind.first_command(options, check)
    try:
        with variables_file(options["extra_vars"]) as variables:
            task = _Task(options, check, diff, CommandLines(options, variables), ready(), tell)
            result = kind.run(task)
    except AloftError as error:
        result = outcome.broken(command, error)
    except (LookupError, TypeError, AttributeError) as error:
        result = outcome.broken(command, AloftError(
            "a document of aloft lacks what this collection reads in it: {0}: {1}".format(type(error).__name__, error),
            "see whether the option aloft names the command of Aloft, and of this version"))
    except OSError as error:
        result = outcome.broken(command, AloftError(
            "cannot hand extra_vars to the command: {0}".format(error.strerror or error),
            "make room in the folder for temporary files, or let TMPDIR name another"))
    result.setdefault("changed", False)
    return dict(result, events=events)


def _first_command(options, check):
    if options["state"] == "absent":
        return "destroy"
    return "plan" if check or options["state"] == "planned" else "apply"


def internal_error(kind, error):
    """What a mistake in this collection comes to: one line."""
    said = outcome.one_line("internal error of {0}: {1}: {2}".format(kind.module, type(error).__name__, error))
    return outcome.failed([outcome.failure(
        "internal", said, "please report it, with the versions of Aloft and of ansible-core")], changed=False)


class _Task:
    """One run."""

    def __init__(self, options, check, diff, lines, aloft, tell):
        self._options = options
        self._check = check
        self._diff = diff
        self._lines = lines
        self._aloft = aloft
        self._tell = tell

    def cluster(self):
        """Plans, rolls out, verifies or takes down, as the state says."""
        if self._options["state"] == "absent":
            return self._foreseen_end() if self._check else self._roll("destroy", self._lines.destroy(False))
        if self._options["state"] == "planned":
            planned = self._plan()
            # No plan, no word on what is pending.
            return dict(planned, changed=False, **({"pending": planned["changed"]} if "changed" in planned else {}))
        if self._check:
            return self._plan()
        applied = self._roll("apply", self._lines.apply())
        if applied.get("failed") or self._options["state"] != "verified":
            return applied
        return self._verified(applied, self._lines.verify())

    def cluster_info(self):
        """Looks."""
        ended = self._aloft.run(self._lines.status(), lambda stream, text: None)
        found = outcome.document("status", ended)
        if "error" in found:
            result = outcome.of_error(found, ended.exit_code)
        else:
            result = _with_warnings(outcome.of_status(found), ended)
        return _with_version(result, found)

    def drill(self):
        """Verifies what stands. Nothing differs when it is over: a drill puts back what it has changed."""
        if not self._check:
            return self._verified({}, self._lines.verify())
        with tempfile.TemporaryDirectory(prefix="aloft-") as folder:
            foreseen = CommandLines(dict(self._options, report=folder), self._lines.variables)
            result = self._verified({}, foreseen.verify(causes_nothing=True))
        result.pop("report", None)
        if not result.get("failed"):
            result["msg"] = "all checks passed; in check mode no drill is run"
        return result

    def _plan(self):
        ended = self._aloft.run(self._lines.plan(), lambda stream, text: None)
        found = outcome.document("plan", ended)
        if "error" in found:
            result = outcome.of_error(found, ended.exit_code)
        else:
            result = _with_warnings(outcome.of_plan(found, ended.exit_code, self._diff), ended)
        return _with_version(result, found)

    def _foreseen_end(self):
        """What taking the cluster down would do. The command tells it as events, of which only the plan says more."""
        transcript = _Transcript(lambda event: None)
        ended = self._aloft.run(self._lines.destroy(True), transcript.hear)
        if transcript.plan is None:
            return self._without_events("destroy", ended)
        result = outcome.of_plan(transcript.plan, ended.exit_code, self._diff)
        return _with_version(_with_warnings(result, ended), transcript.plan)

    def _roll(self, command, words):
        """Carries a plan out."""
        transcript = _Transcript(self._tell)
        try:
            ended = self._aloft.run(words, transcript.hear)
        except AloftError as error:
            return dict(outcome.broken(command, error), changed=transcript.has_changed())
        if not transcript.events:
            return self._without_events(command, ended)
        result = outcome.of_rollout(command, transcript.plan, transcript.events, ended, self._diff)
        return _with_version(_with_warnings(result, ended), transcript.events[-1], transcript.plan or {})

    @staticmethod
    def _without_events(command, ended):
        found = outcome.document(command, ended)
        if "error" not in found:
            raise outcome.unreadable(command, ended)
        return _with_version(outcome.of_error(found, ended.exit_code), found)

    def _verified(self, applied, words):
        """Checks and drills tell how they go on stderr, for people."""
        def hear(stream, text):
            if stream == "err" and text.strip():
                self._tell({"event": "note", "at": _now(), "text": text.rstrip()})

        try:
            ended = self._aloft.run(words, hear)
            found = outcome.document("verify", ended)
        except AloftError as error:
            return dict(applied, **outcome.broken("verify", error))
        if "error" in found:
            result = dict(applied, **outcome.of_error(found, ended.exit_code))
        else:
            result = dict(applied, **outcome.of_report(found, ended.exit_code))
        return _with_version(result, found)


class _Transcript:
    """The events of a rollout, line by line."""

    def __init__(self, tell):
        self._tell = tell
        self.plan = None
        self.events = []

    def hear(self, stream, text):
        """A line of output. One that is no event is part of a document that stands alone."""
        event = outcome.parse(text) if stream == "out" else None
        if event is None or "event" not in event:
            return
        if event["event"] == "plan":
            self.plan = event["plan"]
        event = outcome.trimmed(event)
        self.events.append(event)
        self._tell(event)

    def has_changed(self):
        """Whether a step was done."""
        return any(event["event"] == "step_done" for event in self.events)


def _with_version(result, *documents):
    for one in documents:
        if "aloft_version" in one:
            return dict(result, aloft_version=one["aloft_version"])
    return result


def _with_warnings(result, ended):
    warned = outcome.warnings(ended.err) + result.get("warnings", [])
    return dict(result, warnings=warned) if warned else result


def _now():
    now = datetime.datetime.now(datetime.timezone.utc)
    return now.strftime("%Y-%m-%dT%H:%M:%S.") + "{0:03d}Z".format(now.microsecond // 1000)


CLUSTER = Kind("aloft.ha.cluster", arguments.CLUSTER, _first_command, _Task.cluster)
CLUSTER_INFO = Kind("aloft.ha.cluster_info", arguments.REACHING, lambda options, check: "status", _Task.cluster_info)
DRILL = Kind("aloft.ha.drill", arguments.DRILL, lambda options, check: "verify", _Task.drill)
