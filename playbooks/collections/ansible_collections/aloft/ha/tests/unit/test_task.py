# Apache-2.0, see LICENSE of Aloft
"""A task from its options to its result, with real processes."""

import json
import os
import unittest

from ansible_collections.aloft.ha.plugins.module_utils import task
from ansible_collections.aloft.ha.plugins.module_utils.aloft import AloftError
from ansible_collections.aloft.ha.tests.unit.support import (
    WithFolder, compact, document, given, plan_event, rollout, text)

LONG = 60


class WithTask(WithFolder):
    """Carries tasks out."""

    def setUp(self):
        super().setUp()
        self.shown = []

    def carry_out(self, command, check=False, diff=False, limit=LONG, kind=task.CLUSTER, **some):
        """Does it."""
        return task.carry_out(
            kind,
            given(kind.arguments, **some),
            check,
            diff,
            lambda: self.aloft(command, limit=limit, grace=1),
            self.shown.append)

    def assert_one_line(self, result, expected):
        """A failure in one line, and nothing else."""
        self.assertTrue(result["failed"])
        self.assertEqual(result["msg"].splitlines(), [result["msg"]])
        self.assertRegex(result["msg"], expected)
        self.assertEqual(len(result["failures"]), 1)


class ResultTest(WithTask):
    """What the command says becomes the result."""

    def test_present_applies(self):
        result = self.carry_out(self.says(apply=(0, rollout())))

        self.assertEqual(self.words(), ["apply", "--yes", "--json", "--", "topology.yml"])
        self.assertTrue(result["changed"])
        self.assertEqual(result["aloft_version"], "0.1.0")
        self.assertEqual(result["events"], self.shown)
        self.assertEqual([event["event"] for event in self.shown][:3], ["plan", "wave_started", "sending"])
        self.assertNotIn("plan", self.shown[0])
        self.assertNotIn("diff", result)

    def test_present_with_nothing_to_do(self):
        plan = dict(document("plan.json"), changes=False, waves=[])
        summary = dict(document("events.json")[-1], changed=False, steps=0, steps_done=0, hosts=[])
        lines = [{"event": "plan", "at": "2026-01-31T12:00:00.000Z", "plan": plan}, summary]

        result = self.carry_out(self.says(apply=(0, "\n".join(compact(line) for line in lines))))

        self.assertFalse(result["changed"])
        self.assertEqual(result["msg"], "nothing to do")

    def test_check_mode_says_the_same_and_only_plans(self):
        command = self.says(plan=(0, text("plan.json")), apply=(0, rollout()))

        foreseen = self.carry_out(command, check=True)
        self.assertEqual(self.words(), ["plan", "--json", "--", "topology.yml"])
        done = self.carry_out(command)

        self.assertEqual(foreseen["changed"], done["changed"])
        self.assertEqual(foreseen["impact"], done["impact"])
        self.assertEqual([host["steps"] for host in foreseen["hosts"]], [host["steps"] for host in done["hosts"]])

    def test_check_mode_of_verified_only_plans(self):
        result = self.carry_out(self.says(plan=(0, text("plan.json"))), check=True, state="verified")

        self.assertTrue(result["changed"])
        self.assertEqual(self.words()[0], "plan")

    def test_diff_mode(self):
        command = self.says(plan=(0, text("plan.json")), apply=(0, rollout()))

        self.assertEqual(
            self.carry_out(command, check=True, diff=True)["diff"], self.carry_out(command, diff=True)["diff"])

    def test_absent_destroys(self):
        result = self.carry_out(self.says(destroy=(0, rollout())), state="absent")

        self.assertEqual(self.words(), ["destroy", "--yes", "--json", "--", "topology.yml"])
        self.assertTrue(result["changed"])
        self.assertEqual(result["events"], self.shown)
        self.assertEqual(self.shown[-1]["event"], "summary")

    def test_check_mode_of_absent_says_the_same_and_takes_nothing_away(self):
        foreseen_summary = dict(document("events.json")[-1], changed=False, steps_done=0, hosts=[])
        foreseen = self.carry_out(
            self.says(destroy=(0, "\n".join(compact(one) for one in [plan_event(), foreseen_summary]))),
            check=True, diff=True, state="absent")
        self.assertEqual(self.words(), ["destroy", "--check", "--json", "--", "topology.yml"])
        self.assertEqual((foreseen["events"], self.shown), ([], []))

        done = self.carry_out(self.says(destroy=(0, rollout())), diff=True, state="absent")

        self.assertTrue(foreseen["changed"])
        for member in ("changed", "diff", "impact", "aloft_version"):
            self.assertEqual(foreseen[member], done[member])

    def test_absent_with_a_host_that_does_not_answer(self):
        error = {"error": {"message": "nothing was done, as not every host can be reached: web1: no route",
                           "fix": "bring it back", "exit_code": 4, "mistakes": []}}

        for check in (True, False):
            result = self.carry_out(self.says(destroy=(4, compact(error))), check=check, state="absent")

            self.assert_one_line(result, "^nothing was done, .*web1: no route; bring it back$")
            self.assertEqual((result["changed"], result["exit_code"]), (False, 4))

    def test_warnings_are_passed_on(self):
        command = self.script(
            "echo 'topology.yml:3:5: warning: group web is empty' >&2\ncase $1 in plan) cat <<'END'\n"
            + text("plan.json") + "END\n;; *) cat <<'END'\n" + rollout() + "END\n;; esac\n")

        for state in ("planned", "present"):
            self.assertEqual(
                self.carry_out(command, state=state)["warnings"], ["topology.yml:3:5: warning: group web is empty"])

    def test_planned_never_changes(self):
        result = self.carry_out(self.says(plan=(0, text("plan.json"))), state="planned")

        self.assertFalse(result["changed"])
        self.assertTrue(result["pending"])
        self.assertEqual(self.words()[0], "plan")

    def test_verified_applies_and_verifies(self):
        report = dict(document("report.json"), passed=True, drills=[], checks=[])

        result = self.carry_out(
            self.says(apply=(0, rollout()), verify=(0, json.dumps(report, indent=2))), state="verified", report="there")

        self.assertEqual(
            [word for word in self.words() if word in ("apply", "verify", "--checks", "there")],
            ["apply", "verify", "--checks", "there"])
        self.assertTrue(result["changed"])
        self.assertEqual(result["report"]["html"], "report/report.html")
        self.assertEqual(result["msg"], "verified: all checks passed")

    def test_progress_of_the_drills_is_shown(self):
        command = self.script(
            "case $1 in apply) cat <<'END'\n" + rollout() + "END\n;; *) echo 'Drill: crash' >&2; cat <<'END'\n"
            + text("report.json") + "END\nexit 3;; esac\n")

        result = self.carry_out(command, state="verified", drills=["crash"])

        self.assertEqual((self.shown[-1]["event"], self.shown[-1]["text"]), ("note", "Drill: crash"))
        self.assertRegex(self.shown[-1]["at"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")
        self.assertEqual(result["exit_code"], 3)
        self.assertIn("drill crash", result["msg"])
        self.assertTrue(result["changed"])

    def test_what_fails_is_not_verified(self):
        result = self.carry_out(self.says(apply=(64, text("mistakes.json"))), state="verified")

        self.assertEqual(result["exit_code"], 64)
        self.assertFalse(result["changed"])
        self.assertEqual(len(result["failures"]), 2)
        self.assertNotIn("verify", self.words())

    def test_an_error_of_verify_after_a_rollout(self):
        error = {"error": {"message": "no route to client", "fix": "switch it on", "exit_code": 4, "mistakes": []}}

        result = self.carry_out(self.says(apply=(0, rollout()), verify=(4, compact(error))), state="verified")

        self.assert_one_line(result, "^no route to client; switch it on$")
        self.assertEqual((result["changed"], result["exit_code"]), (True, 4))

    def test_secrets_are_on_no_command_line_and_in_no_file_that_stays(self):
        command = self.script("case $4 in @*) cp \"${4#@}\" seen;; esac\ncat <<'END'\n" + text("plan.json") + "END\n")

        self.carry_out(command, state="planned", extra_vars={"ansible_password": "sesame"})

        with open(os.path.join(self.folder, "seen"), encoding="utf-8") as file:
            self.assertEqual(json.load(file), {"ansible_password": "sesame"})
        self.assertNotIn("sesame", "".join(self.words()))
        name = [word for word in self.words() if word.startswith("@")][0][1:]
        self.assertFalse(os.path.exists(name))


class InfoTest(WithTask):
    """What is the case."""

    def test_a_cluster_that_is_not_healthy_is_told_and_does_not_fail(self):
        command = self.says(status=(4, text("status.json")))

        for check in (False, True):
            result = self.carry_out(command, check=check, kind=task.CLUSTER_INFO)

            self.assertNotIn("failed", result)
            self.assertEqual((result["changed"], result["healthy"]), (False, False))
            self.assertEqual(result["msg"], "not healthy; no answer from lvs2")
            self.assertEqual(result["unreachable"], [{"host": "lvs2", "reason": "no route to host"}])
            self.assertEqual(result["instances"], document("status.json")["instances"])
            self.assertEqual(result["services"], document("status.json")["services"])
            self.assertNotIn("announcements", result)
        self.assertEqual(self.words(), ["status", "--json", "--", "topology.yml"] * 2)

    def test_a_healthy_one(self):
        status = dict(document("status.json"), healthy=True, unreachable={})

        result = self.carry_out(self.says(status=(0, compact(status))), kind=task.CLUSTER_INFO)

        self.assertEqual((result["msg"], result["healthy"], result["unreachable"]), ("healthy", True, []))

    def test_mistakes_in_the_topology_fail(self):
        result = self.carry_out(self.says(status=(64, text("mistakes.json"))), kind=task.CLUSTER_INFO)

        self.assertTrue(result["failed"])
        self.assertEqual((result["exit_code"], len(result["failures"]), result["changed"]), (64, 2, False))


class DrillTest(WithTask):
    """Drills of a cluster that stands."""

    def test_a_drill_that_misses_its_budget_fails_by_its_name(self):
        result = self.carry_out(
            self.says(verify=(3, text("report.json"))), kind=task.DRILL, drills=["crash", "handover"], report="there")

        self.assertEqual(
            self.words(),
            ["verify", "--json", "--drill", "crash,handover", "--report", "there", "--", "topology.yml"])
        self.assertTrue(result["failed"])
        self.assertEqual((result["changed"], result["exit_code"]), (False, 3))
        self.assertIn("lvs1: drill crash: ", result["msg"])
        self.assertEqual(len(result["verification"]["drills"]), 2)
        self.assertEqual(result["report"]["json"], "report/report.json")

    def test_check_mode_only_looks_and_leaves_no_report(self):
        report = dict(document("report.json"), passed=True, drills=[], checks=[])

        result = self.carry_out(
            self.says(verify=(0, compact(report))), check=True, kind=task.DRILL, drills=["crash"], report="there")

        words = self.words()
        self.assertEqual(words[:6], ["verify", "--json", "--checks", "--drill", "crash", "--report"])
        self.assertNotIn("there", words)
        self.assertFalse(os.path.exists(words[words.index("--report") + 1]))
        self.assertEqual((result["changed"], result["msg"]), (
            False, "all checks passed; in check mode no drill is run"))
        self.assertNotIn("report", result)

    def test_a_drill_that_there_is_not(self):
        error = {"error": {"message": "there is no drill called crush", "fix": "they are crash, handover",
                           "exit_code": 64, "mistakes": []}}

        for check in (False, True):
            self.assert_one_line(
                self.carry_out(
                    self.says(verify=(64, compact(error))), check=check, kind=task.DRILL, drills=["crush"]),
                "^there is no drill called crush; they are crash, handover$")


class FailuresTest(WithTask):
    """Never a traceback."""

    def test_a_missing_command(self):
        def missing():
            raise AloftError("the command aloft is missing on this host", "install it")

        result = task.carry_out(task.CLUSTER, given(), False, False, missing, self.shown.append)

        self.assert_one_line(result, "^aloft apply: the command aloft is missing on this host; install it$")
        self.assertEqual((result["changed"], result["events"]), (False, []))

    def test_a_missing_java(self):
        command = self.script("printf 'aloft: there is no Java here\\n    apt install java\\n' >&2; exit 1\n")

        for state in ("present", "planned", "verified"):
            self.assert_one_line(
                self.carry_out(command, state=state), "^aloft (apply|plan): there is no Java here; apt install java$")

    def test_broken_json(self):
        for state in ("present", "planned"):
            self.assert_one_line(
                self.carry_out(self.script("echo '{\"format\": 1,'\n"), state=state), "is not the JSON that this")

    def test_a_document_without_its_members(self):
        for document_without in ('{"format": 1}', '{"event": "plan", "at": ""}', '{"error": {}}', '{"event": 7}'):
            command = self.script("echo '" + document_without + "'\n")

            for state in ("present", "planned"):
                self.assert_one_line(self.carry_out(command, state=state), "^aloft (apply|plan): ")

    def test_a_command_that_is_killed(self):
        result = self.carry_out(self.script("kill -9 $$\n"))

        self.assert_one_line(result, "killed by SIGKILL")

    def test_a_command_that_is_killed_half_way(self):
        lines = "\n".join(rollout().splitlines()[:5])

        result = self.carry_out(self.script("cat <<'END'\n" + lines + "\nEND\nkill -9 $$\n"))

        self.assert_one_line(result, "killed by SIGKILL")
        self.assertTrue(result["changed"])
        self.assertEqual(result["hosts"][1]["host"], "web1")

    def test_a_command_that_takes_too_long_half_way(self):
        lines = "\n".join(rollout().splitlines()[:5])

        result = self.carry_out(self.script("cat <<'END'\n" + lines + "\nEND\nexec sleep 300\n"), limit=1)

        self.assert_one_line(result, "^aloft apply: aloft apply took longer than 1 s and was stopped; ")
        self.assertTrue(result["changed"])
        self.assertEqual(len(result["events"]), 5)

    def test_no_room_for_the_file_of_variables(self):
        def full():
            raise OSError(28, "No space left on device")

        result = task.carry_out(task.CLUSTER, given(), False, False, full, self.shown.append)

        self.assert_one_line(result, "No space left on device")

    def test_a_mistake_of_this_collection(self):
        self.assert_one_line(
            task.internal_error(task.DRILL, KeyError("a\nb")), "^internal error of aloft.ha.drill: KeyError: ")


if __name__ == "__main__":
    unittest.main()
