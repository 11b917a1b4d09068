# Apache-2.0, see LICENSE of Aloft
"""Events of a rollout as lines for people, and when nobody wants any."""

from ansible_collections.aloft.ha.plugins.module_utils.outcome import counted, one_line

# Callbacks whose output a program reads: a line between would break it. Without the name of their collection.
FOR_MACHINES = frozenset({"json", "jsonl", "null", "ndjson", "yaml_json"})

# What is only said to those who ask for more (-v).
DETAILS = frozenset({"step_started"})

FAILURES = frozenset({"host_failed", "host_reverted", "proof_failed"})


def wanted(callback):
    """Whether lines may be shown beside the output of this callback."""
    return callback.rsplit(".", 1)[-1] not in FOR_MACHINES


def line(event):
    """One line; None for an event that this version does not know: the result holds it all the same."""
    words = _WORDS.get(event.get("event"))
    if words is None:
        return None
    try:
        return one_line(words(event))
    except (KeyError, TypeError, ValueError):
        return None


def _plan(event):
    gaps = event["longest_gap_ms"].items()
    gaps = ["{0} up to {1} ms without an answer".format(vip, gap) for vip, gap in gaps if gap]
    return "plan: " + "; ".join([event["todo"]] + gaps)


def _wave(event):
    return "wave {0}: {1} ({2})".format(event["wave"], event["title"], ", ".join(event["hosts"]))


def _sending(event):
    return "{0}: sending the agent, {1:.1f} MB".format(event["host"], event["bytes"] / 1e6)


def _step_started(event):
    return _step(event) + " …"


def _step(event):
    return "{0}: [{1}/{2}] {3}".format(event["host"], event["step"], event["of"], event["summary"])


def _host_done(event):
    return "{0}: done, {1}".format(event["host"], counted(event["steps"], "step"))


def _host_failed(event):
    return "{0}: failed: {1}: {2}".format(event["host"], event["during"], _with_fix(event["said"], event))


def _host_reverted(event):
    undone = "; ".join(event["undone"]) or "nothing that could be"
    return "{0}: reverted: {1}".format(event["host"], _with_fix(undone, event))


def _host_skipped(event):
    return "{0}: left as it is, since {1} failed".format(event["host"], ", ".join(event["failed"]))


def _proof_held(event):
    return "holds: " + event["proof"]


def _proof_open(event):
    return "not yet: {0}: {1}".format(event["proof"], event["seen"])


def _proof_failed(event):
    return "does not hold: {0}: {1}".format(event["proof"], _with_fix(event["seen"], event))


def _summary(event):
    return "{0} of {1} done in {2:.1f} s".format(
        event["steps_done"], counted(event["steps"], "step"), event["took_ms"] / 1000)


def _note(event):
    return event["text"]


def _with_fix(said, event):
    return said + ("; " + event["fix"] if event.get("fix") else "")


_WORDS = {
    "plan": _plan,
    "wave_started": _wave,
    "sending": _sending,
    "step_started": _step_started,
    "step_done": _step,
    "host_done": _host_done,
    "host_failed": _host_failed,
    "host_reverted": _host_reverted,
    "host_skipped": _host_skipped,
    "proof_held": _proof_held,
    "proof_open": _proof_open,
    "proof_failed": _proof_failed,
    "summary": _summary,
    "note": _note,
}
