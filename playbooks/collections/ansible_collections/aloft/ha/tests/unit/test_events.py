# Apache-2.0, see LICENSE of Aloft
"""Events as lines."""

import unittest

from ansible_collections.aloft.ha.plugins.module_utils.outcome import trimmed
from ansible_collections.aloft.ha.plugins.plugin_utils import events
from ansible_collections.aloft.ha.tests.unit.support import document, plan_event


class LineTest(unittest.TestCase):
    """One line each."""

    def test_a_rollout(self):
        told = [events.line(event) for event in [trimmed(plan_event())] + document("events.json")]

        self.assertEqual(told, [
            "plan: 2 steps on 1 host; 192.168.100.10 up to 430 ms without an answer",
            "wave 1: real servers (web1)",
            "web1: sending the agent, 15.8 MB",
            "web1: [1/2] net.ipv4.conf.all.arp_ignore: 0 → 1 …",
            "web1: [1/2] net.ipv4.conf.all.arp_ignore: 0 → 1",
            "web1: [2/2] /etc/motd …",
            "web1: [2/2] /etc/motd",
            "web1: done, 2 steps",
            "holds: web1 answers on 192.168.100.10:80",
            "2 of 2 steps done in 1.1 s",
        ])

    def test_what_goes_wrong(self):
        failed = {"event": "host_failed", "host": "web1", "during": "/etc/motd", "said": "no\nroom", "fix": "make some"}
        reverted = {"event": "host_reverted", "host": "web1", "undone": ["/srv/b", "/srv/a"], "stays": [],
                    "not_undone": [], "fix": "again"}
        still_open = {"event": "proof_open", "proof": "web1 answers", "seen": "refused"}
        not_held = {"event": "proof_failed", "proof": "one holder", "seen": "two", "fix": ""}

        self.assertEqual(events.line(failed), "web1: failed: /etc/motd: no; room; make some")
        self.assertEqual(events.line(reverted), "web1: reverted: /srv/b; /srv/a; again")
        self.assertEqual(events.line(still_open), "not yet: web1 answers: refused")
        self.assertEqual(events.line(not_held), "does not hold: one holder: two")

    def test_a_note_cannot_move_the_cursor(self):
        self.assertEqual(events.line({"event": "note", "text": "\x1b[2Jgone"}), "\\x1b[2Jgone")

    def test_an_event_of_a_newer_aloft(self):
        self.assertIsNone(events.line({"event": "rolled_back"}))
        self.assertIsNone(events.line({"event": "host_done", "machine": "web1"}))
        self.assertIsNone(events.line({}))


class WantedTest(unittest.TestCase):
    """Who reads the output."""

    def test_callbacks(self):
        for people in ("default", "yaml", "community.general.yaml", "minimal", "ansible.posix.debug"):
            self.assertTrue(events.wanted(people), people)
        for machines in ("json", "ansible.posix.json", "ansible.posix.jsonl", "community.general.null"):
            self.assertFalse(events.wanted(machines), machines)


if __name__ == "__main__":
    unittest.main()
