# Apache-2.0, see LICENSE of Aloft
"""Documents and their results."""

import unittest

from ansible_collections.aloft.ha.plugins.module_utils import outcome
from ansible_collections.aloft.ha.plugins.module_utils.aloft import AloftError
from ansible_collections.aloft.ha.tests.unit.support import compact, document, ended, plan_event, text


class ReadingTest(unittest.TestCase):
    """What is no document is one line, with the way out."""

    def unreadable(self, said):
        """The error that it comes to."""
        with self.assertRaises(AloftError) as caught:
            outcome.document("plan", said)
        self.assertNotIn("\n", caught.exception.said + caught.exception.fix)
        self.assertTrue(caught.exception.fix)
        return caught.exception

    def test_a_document_over_many_lines(self):
        self.assertEqual(outcome.document("plan", ended(out=text("plan.json")))["aloft_version"], "0.1.0")

    def test_broken_json(self):
        error = self.unreadable(ended(0, '{"format": 1,\n"changes": tr'))

        self.assertEqual(
            error.said,
            'aloft plan ended with exit code 0, and what it printed is not the JSON that this collection reads:'
            ' {"format": 1,; "changes": tr')

    def test_json_that_is_no_object(self):
        self.assertIn("is not the JSON", self.unreadable(ended(0, "[1, 2]")).said)

    def test_another_format(self):
        error = self.unreadable(ended(0, '{"format": 2}'))

        self.assertEqual(
            error.said, "aloft speaks format 2 of its JSON, and this collection understands format 1")

    def test_a_missing_java(self):
        error = self.unreadable(ended(
            1, "", "aloft: there is no Java here; Aloft needs a JDK, version 17 or newer\n    apt install java\n"))

        self.assertEqual(error.said, "there is no Java here; Aloft needs a JDK, version 17 or newer")
        self.assertEqual(error.fix, "apt install java")

    def test_what_a_shell_says(self):
        error = self.unreadable(ended(127, "", "aloft: 3: nosuch: not found\n"))

        self.assertEqual(error.said, "3: nosuch: not found")

    def test_a_stack_trace_is_no_message(self):
        error = self.unreadable(ended(1, "", "Exception in thread main java.lang.Error\n\tat org.aloft.X\n\tat Y\n"))

        self.assertEqual(error.said, "Exception in thread main java.lang.Error")

    def test_silence(self):
        self.assertEqual(self.unreadable(ended(9)).said, "aloft plan ended with exit code 9 and said nothing")

    def test_a_signal(self):
        self.assertEqual(self.unreadable(ended(-9, '{"form')).said, "aloft plan was killed by SIGKILL")
        self.assertEqual(self.unreadable(ended(-63)).said, "aloft plan was killed by signal 63")


class ErrorTest(unittest.TestCase):
    """Error documents."""

    def test_all_mistakes_with_their_places(self):
        result = outcome.of_error(document("mistakes.json"), 64)

        self.assertTrue(result["failed"])
        self.assertEqual(result["exit_code"], 64)
        self.assertEqual(result["msg"].splitlines(), [
            "2 mistakes in what was read; no host was contacted",
            "topology.yml:3:5: there is no key shceduler; did you mean scheduler?",
            "topology.yml:7:1: weight must be 0..65535: weight=-1",
        ])
        self.assertEqual([one["line"] for one in result["failures"]], [3, 7])
        self.assertEqual(result["warnings"], ["hosts.ini:2:1: group web is empty; leave it out"])

    def test_an_error_of_another_kind(self):
        result = outcome.of_error(
            {"error": {"message": "the bundle\nis damaged", "fix": "build it", "exit_code": 1, "mistakes": []}}, 1)

        self.assertEqual(result["msg"], "the bundle; is damaged; build it")
        self.assertEqual(result["failures"][0]["kind"], "error")


class PlanTest(unittest.TestCase):
    """Plans."""

    def test_hosts_with_their_steps(self):
        result = outcome.of_plan(document("plan.json"), 0, False)

        self.assertTrue(result["changed"])
        self.assertEqual(result["msg"], "2 steps on 1 host to be done")
        self.assertEqual([(host["host"], host["role"], len(host["steps"])) for host in result["hosts"]],
                         [("lvs1", "active_director", 0), ("web1", "real_server", 2), ("old1", "", 0)])
        self.assertEqual(result["hosts"][1]["steps"][0], {
            "wave": 1,
            "action": "update",
            "kind": "sysctl",
            "resource": "net.ipv4.conf.all.arp_ignore",
            "summary": "net.ipv4.conf.all.arp_ignore: 0 → 1",
            "why": "web1 must not answer ARP for the VIP",
        })
        self.assertEqual(result["impact"][0]["reasoning"], "stays on lvs1")
        self.assertNotIn("diff", result)

    def test_the_diff_of_each_file(self):
        self.assertEqual(outcome.of_plan(document("plan.json"), 0, True)["diff"], [{
            "before_header": "web1: /etc/motd",
            "after_header": "web1: /etc/motd",
            "before": "old\n",
            "after": "new\n",
        }])

    def test_warnings_of_hosts(self):
        plan = document("plan.json")
        plan["hosts"][0]["warnings"] = ["its clock is 40 s late"]

        self.assertEqual(outcome.of_plan(plan, 0, False)["warnings"], ["lvs1: its clock is 40 s late"])

    def test_nothing_to_do(self):
        plan = dict(document("plan.json"), changes=False, waves=[])

        result = outcome.of_plan(plan, 0, False)

        self.assertFalse(result["changed"])
        self.assertEqual(result["msg"], "nothing to do")

    def test_hosts_that_cannot_be_planned(self):
        plan = dict(
            document("plan.json"),
            unreachable=[{"host": "web2", "reason": "no route to host", "fix": "switch it on"}],
            refusals=[{"host": "lvs1", "reason": "it is the last one", "fix": "--allow-last-director"}])

        result = outcome.of_plan(plan, 4, False)

        self.assertTrue(result["failed"])
        self.assertTrue(result["changed"])
        self.assertEqual(result["exit_code"], 4)
        self.assertEqual(result["msg"].splitlines(), [
            "web2: reaching it: no route to host; switch it on",
            "lvs1: planning its changes: it is the last one; --allow-last-director",
        ])
        self.assertEqual([one["kind"] for one in result["failures"]], ["unreachable", "refused"])

    def test_an_exit_code_that_nothing_explains(self):
        self.assertEqual(
            outcome.of_plan(document("plan.json"), 130, False)["msg"],
            "aloft plan: ended with exit code 130: interrupted; run it by hand:  aloft plan")


class ApplyTest(unittest.TestCase):
    """Rollouts."""

    def setUp(self):
        self.plan = document("plan.json")
        self.events = [outcome.trimmed(plan_event())] + document("events.json")

    def test_a_rollout_that_goes_well(self):
        result = outcome.of_rollout("apply", self.plan, self.events, ended(), False)

        self.assertTrue(result["changed"])
        self.assertNotIn("failed", result)
        self.assertEqual(result["msg"], "2 steps on 1 host done")
        self.assertEqual((result["hosts"][1]["state"], result["hosts"][1]["steps_done"]), ("done", 2))
        self.assertNotIn("state", result["hosts"][0])

    def test_a_rollout_that_fails(self):
        self.events[-1].update(changed=True, exit_code=1, failures=[
            {"host": "web1", "during": "/etc/motd", "said": "no space\nleft", "fix": "make room", "kind": "step"},
            {"host": None, "during": "proof", "said": "no answer", "fix": "", "kind": "proof"}])

        result = outcome.of_rollout("apply", self.plan, self.events, ended(1), False)

        self.assertTrue(result["failed"])
        self.assertTrue(result["changed"])
        self.assertEqual(result["exit_code"], 1)
        self.assertEqual(
            result["msg"].splitlines(), ["web1: /etc/motd: no space; left; make room", "proof: no answer"])

    def test_a_command_that_was_killed_half_way(self):
        result = outcome.of_rollout("apply", self.plan, self.events[:5], ended(-9, compact(self.events[0])), False)

        self.assertTrue(result["failed"])
        self.assertTrue(result["changed"])
        self.assertRegex(result["msg"], "^aloft apply: aloft apply was killed by SIGKILL; ")
        self.assertNotIn("exit_code", result)

    def test_a_command_that_was_killed_before_its_first_step(self):
        self.assertFalse(outcome.of_rollout("apply", self.plan, self.events[:2], ended(-9), False)["changed"])


class VerifyTest(unittest.TestCase):
    """Reports."""

    def test_what_was_missed(self):
        result = outcome.of_report(document("report.json"), 3)

        self.assertTrue(result["failed"])
        self.assertEqual(result["msg"].splitlines(), [
            "verification of lvs-dr failed: 1 check failed, 2 of 2 drills not passed; see report/report.html",
            "192.168.100.10: only the holder answers ARP for the VIP: web1 answers; expected: lvs1 alone;"
            " arp_ignore must be 1 on web1",
            "lvs1: drill crash: crash of the director that holds 192.168.100.10: failover to the standby took 2900 ms;"
            " its budget is 1 ms: lvs2 took over; the report shows what took the time",
            "lvs1: drill handover: graceful handover of 192.168.100.10: not run: lvs2 does not answer",
        ])
        self.assertEqual(result["exit_code"], 3)
        self.assertEqual(result["report"], {"html": "report/report.html", "json": "report/report.json"})

    def test_all_passed(self):
        report = dict(document("report.json"), passed=True, drills=[])

        result = outcome.of_report(report, 0)

        self.assertNotIn("failed", result)
        self.assertEqual(result["msg"], "verified: all checks passed")

    def test_single_requests_stay_in_the_report(self):
        drills = outcome.of_report(document("report.json"), 3)["verification"]["drills"]

        self.assertEqual(drills[0]["measurements"][0]["value_ms"], 2900)
        self.assertNotIn("timeline", drills[0])


class WarningsTest(unittest.TestCase):
    """What is said beside the document."""

    def test_warnings_among_other_words(self):
        err = ("asking lvs1\ntopology.yml:3:5: warning: group web is empty\n    leave it out\n"
               "hosts.ini: warning: old\ndone\n")

        self.assertEqual(outcome.warnings(err), [
            "topology.yml:3:5: warning: group web is empty; leave it out",
            "hosts.ini: warning: old",
        ])
        self.assertEqual(outcome.warnings("done\n    with it\n"), [])


class OneLineTest(unittest.TestCase):
    """Texts of hosts."""

    def test_lines_and_control_characters(self):
        self.assertEqual(outcome.one_line("a\n\n  b\r\n\x1b[31mred → é"), "a; b; \\x1b[31mred → é")


if __name__ == "__main__":
    unittest.main()
