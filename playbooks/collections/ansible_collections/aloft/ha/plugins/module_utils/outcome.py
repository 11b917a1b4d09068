# Apache-2.0, see LICENSE of Aloft
"""What aloft --json said, as a result of Ansible. Pure: documents in, dictionaries out."""

import json
import signal

from ansible_collections.aloft.ha.plugins.module_utils.aloft import AloftError

FORMAT = 1

# What the exit codes of aloft mean, for a failure that nothing else explains.
EXIT_CODES = {
    1: "failed",
    2: "changes are pending",
    3: "the verification failed",
    4: "a host cannot be reached",
    64: "wrong usage",
    130: "interrupted",
}

_SHOWN = 200


def one_line(text):
    """A text of any lines as one, without characters that move a cursor."""
    line = "; ".join(part.strip() for part in str(text).splitlines() if part.strip())
    return "".join(each if each.isprintable() else "\\x{0:02x}".format(ord(each)) for each in line)


def parse(text):
    """A JSON object of this format; None when the text is no JSON object."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    if not isinstance(found, dict):
        return None
    if found.get("format", FORMAT) != FORMAT:
        raise AloftError(
            "aloft speaks format {0} of its JSON, and this collection understands format {1}".format(
                one_line(found["format"]), FORMAT),
            "install the version of aloft.ha that lies in the checkout of this aloft, under playbooks/collections")
    return found


def document(command, ended):
    """The one document that a command printed.

    command: its first word.
    """
    found = parse(ended.out)
    if found is None:
        raise unreadable(command, ended)
    return found


def unreadable(command, ended):
    """Why there is no document of a command that ended, from all that it said."""
    said, fix = _last_words(ended.err)
    if ended.exit_code < 0:
        return AloftError("aloft {0} was killed by {1}".format(command, _signal(-ended.exit_code)),
                          "find out who did it (journalctl -k shows the kernel's reasons), and run it again")
    if said and not ended.out.strip():
        return AloftError(said, fix or "run it by hand:  aloft {0} --debug".format(command))
    if not ended.out.strip():
        return AloftError("aloft {0} ended with exit code {1} and said nothing".format(command, ended.exit_code),
                          "run it by hand:  aloft {0} --debug".format(command))
    return AloftError(
        "aloft {0} ended with exit code {1}, and what it printed is not the JSON that this collection reads: ".format(
            command, ended.exit_code) + one_line(ended.out)[:_SHOWN],
        "see whether the option aloft names the command of Aloft, and of this version")


def _signal(number):
    try:
        return signal.Signals(number).name
    except ValueError:
        return "signal {0}".format(number)


def _last_words(err):
    """What the command, its launcher or a shell said last, and the way out below it; empty where there is none."""
    lines = [line for line in err.splitlines() if line.strip()]
    for index in range(len(lines) - 1, -1, -1):
        if lines[index].startswith("aloft: "):
            fix = [line for line in lines[index + 1:] if line.startswith(" ")]
            return one_line(lines[index][len("aloft: "):])[:_SHOWN], one_line("\n".join(fix))[:_SHOWN]
    flush = [line for line in lines if not line[0].isspace()]  # the rest is a stack trace
    return (one_line(flush[-1])[:_SHOWN] if flush else ""), ""


def warnings(err):
    """What the command warned of on stderr, with the place and the way out, each in one line."""
    found = []
    for line in err.splitlines():
        if ": warning: " in line and not line[0].isspace():
            found.append([line])
        elif found and line.startswith("    "):
            found[-1].append(line)
    return [one_line("\n".join(lines)) for lines in found]


# ---- failures: each has the same members, and says what happened where, and the way out


def failure(kind, said, fix, host="", during=""):
    """One thing that went wrong."""
    return {"kind": kind, "host": host, "during": during, "said": said, "fix": fix}


def sentence(what):
    """A failure as one line."""
    place = [part for part in (what["host"], what["during"]) if part]
    if "file" in what:
        place = [":".join(str(part) for part in (what["file"], what["line"], what["column"]) if part)]
    said = ": ".join(one_line(part) for part in place + [what["said"]] if part)
    return said + ("; " + one_line(what["fix"]) if what["fix"] else "")


def failed(failures, headline="", **more):
    """A task that failed: all failures in its message."""
    lines = ([one_line(headline)] if headline else []) + [sentence(one) for one in failures]
    result = {"failed": True, "msg": "\n".join(lines), "failures": failures}
    result.update(more)
    return result


def broken(command, error):
    """The command could not be run, or said nothing that can be read."""
    return failed([failure("command", one_line(error.said), one_line(error.fix), during="aloft " + command)])


def of_error(found, exit_code):
    """An error document."""
    error = found["error"]
    mistakes = [_mistake(one) for one in error.get("mistakes", [])]
    wrong = [one for one in mistakes if one["severity"] != "warning"]
    more = {"exit_code": exit_code}
    warned = [sentence(one) for one in mistakes if one["severity"] == "warning"]
    if warned:
        more["warnings"] = warned
    if not wrong:
        return failed([failure("error", error["message"], error.get("fix", ""))], **more)
    headline = error["message"] + ("; " + error["fix"] if error.get("fix") else "")
    return failed(wrong, headline, **more)


def _mistake(found):
    what = failure("mistake", found["message"], found.get("fix") or "")
    what.update((name, found.get(name)) for name in ("file", "line", "column", "severity", "code"))
    return what


# ---- plan


def of_plan(plan, exit_code, diff):
    """What a plan would do.

    diff: whether to show what files would become.
    """
    result = {"changed": plan["changes"], "impact": plan["impact"], "hosts": _hosts(plan)}
    if diff:
        result["diff"] = _diff(plan)
    warned = ["{0}: {1}".format(host["host"], one_line(one)) for host in plan["hosts"] for one in host["warnings"]]
    if warned:
        result["warnings"] = warned
    if exit_code == 0:
        return dict(result, msg=count(plan) + (" to be done" if plan["changes"] else ""))
    return failed(_left_out(plan) or [_by_code("plan", exit_code)], exit_code=exit_code, **result)


def count(plan):
    """How much a plan has to do, in words."""
    steps = [len(batch["steps"]) for batch in _batches(plan)]
    hosts = {batch["host"] for batch in _batches(plan) if batch["steps"]}
    if not sum(steps):
        return "nothing to do"
    return "{0} on {1}".format(counted(sum(steps), "step"), counted(len(hosts), "host"))


def counted(many, what):
    """2 hosts, 1 host."""
    return "{0} {1}{2}".format(many, what, "" if many == 1 else "s")


def _batches(plan):
    return [batch for wave in plan["waves"] for batch in wave["batches"]]


def _hosts(plan):
    hosts = {}
    for host in plan["hosts"]:
        hosts[host["host"]] = {"host": host["host"], "role": host["role"], "steps": []}
    for wave in plan["waves"]:
        for batch in wave["batches"]:
            host = hosts.setdefault(batch["host"], {"host": batch["host"], "role": "", "steps": []})
            host["steps"] += [_step(step, wave["number"]) for step in batch["steps"]]
    return list(hosts.values())


def _step(step, wave):
    return {
        "wave": wave,
        "action": step["action"],
        "kind": step["kind"],
        "resource": step["name"],
        "summary": step["summary"],
        "why": step["why"],
    }


def _diff(plan):
    diffs = []
    for batch in _batches(plan):
        for step in batch["steps"]:
            if "before" in step or "after" in step:
                header = "{0}: {1}".format(batch["host"], step["name"])
                diffs.append({
                    "before_header": header,
                    "after_header": header,
                    "before": step.get("before") or "",
                    "after": step.get("after") or "",
                })
    return diffs


def _left_out(plan):
    """As the summary of apply says it."""
    unreachable = [failure("unreachable", one["reason"], one["fix"], one["host"], "reaching it")
                   for one in plan["unreachable"]]
    refused = [failure("refused", one["reason"], one["fix"], one["host"], "planning its changes")
               for one in plan["refusals"]]
    return unreachable + refused


def _by_code(command, exit_code):
    said = "ended with exit code {0}: {1}".format(exit_code, EXIT_CODES.get(exit_code, "failed"))
    return failure("command", said, "run it by hand:  aloft " + command, during="aloft " + command)


# ---- apply and destroy


def trimmed(event):
    """An event as the result holds it: the plan's document is there already, in other members."""
    if event.get("event") != "plan":
        return event
    plan = event["plan"]
    return {
        "event": "plan",
        "at": event["at"],
        "changes": plan["changes"],
        "todo": count(plan),
        "longest_gap_ms": {one["vip"]: one["longest_gap_ms"] for one in plan["impact"]},
    }


def of_rollout(command, plan, events, ended, diff):
    """What a rollout has done.

    command: apply or destroy. plan: None when it was not made.
    events: all of them; the last is the summary, unless the command was killed.
    """
    result = of_plan(plan, 0, diff) if plan else {}
    summary = events[-1] if events and events[-1]["event"] == "summary" else None
    if summary is None:
        result["changed"] = any(event["event"] == "step_done" for event in events)
        cause = unreadable(command, ended._replace(out=""))
        return dict(result, **broken(command, cause))
    result["changed"] = summary["changed"]
    states = {host["host"]: host for host in summary["hosts"]}
    for host in result.get("hosts", []):
        done = states.get(host["host"])
        if done:
            host.update(state=done["state"], steps_done=done["steps_done"])
    if ended.exit_code == 0:
        return dict(result, msg=count(plan) + (" done" if summary["changed"] else ""))
    failures = [failure(one["kind"], one["said"], one["fix"], one.get("host") or "", one["during"])
                for one in summary["failures"]]
    return dict(result, **failed(failures or [_by_code(command, ended.exit_code)], exit_code=ended.exit_code))


# ---- status


def of_status(found):
    """What is the case. A cluster that is not healthy is no failure of a look at it."""
    members = ("healthy", "instances", "announcements", "services", "loads")
    result = {name: found[name] for name in members if name in found}
    result["unreachable"] = [{"host": host, "reason": one_line(found["unreachable"][host])}
                             for host in sorted(found["unreachable"])]
    told = "healthy" if found["healthy"] else "not healthy"
    if found["unreachable"]:
        told += "; no answer from " + ", ".join(sorted(found["unreachable"]))
    return dict(result, changed=False, msg=told)


# ---- verify


def of_report(report, exit_code):
    """What a verification found."""
    result = {"verification": _verification(report), "report": report.get("report", {})}
    if exit_code == 0:
        return dict(result, msg=_passed(report))
    failures = _failed_checks(report) + [one for drill in report["drills"] for one in _failed_drill(drill)]
    return failed(failures or [_by_code("verify", exit_code)], _verdict(report), exit_code=exit_code, **result)


def _verification(report):
    return {
        "cluster": report["cluster"],
        "passed": report["passed"],
        "checks": report["checks"] + report["afterwards"],
        # Without each single request: those are in the report.
        "drills": [{name: value for name, value in drill.items() if name != "timeline"} for drill in report["drills"]],
    }


def _passed(report):
    drills = counted(len(report["drills"]), "drill")
    return "verified: all checks passed" + (", and {0} within budget".format(drills) if report["drills"] else "")


def _verdict(report):
    checks = len(_failed_checks(report))
    missed = [drill for drill in report["drills"] if not drill["passed"]]
    drills = ", {0} of {1} not passed".format(len(missed), counted(len(report["drills"]), "drill"))
    where = report.get("report", {}).get("html")
    return "verification of {0} failed: {1} failed{2}{3}".format(
        report["cluster"], counted(checks, "check"), drills if report["drills"] else "",
        "; see " + where if where else "")


def _failed_checks(report):
    return [failure("check", "{0}; expected: {1}".format(one["seen"], one["expected"]), one["fix"],
                    one["subject"], one["title"])
            for one in report["checks"] + report["afterwards"] if one["verdict"] == "failed"]


def _failed_drill(drill):
    during = "drill {0}: {1}".format(drill["id"], drill["title"])
    if drill["state"] != "ran":
        words = {"refused": "not run: "}.get(drill["state"], drill["state"] + ": ")
        return [failure("drill", words + drill["reason"], "", drill["target"], during)]
    return [failure("drill", _missed(one), "the report shows what took the time", drill["target"], during)
            for one in drill["measurements"] if not one["passed"]]


def _missed(measurement):
    over = "" if measurement["ended"] else "more than "
    budget = measurement.get("budget_ms")
    said = "{0} took {1}{2} ms".format(measurement["name"], over, measurement["value_ms"])
    said += "; its budget is {0} ms".format(budget) if budget is not None else ""
    return said + (": " + measurement["why"] if measurement["why"] else "")
