# Apache-2.0, see LICENSE of Aloft
"""The inventory plugin, with the real ansible-inventory and a command that says what a test wants."""

import json
import unittest

from ansible_collections.aloft.ha.tests.unit.support import compact, document, text
from ansible_collections.aloft.ha.tests.unit.test_playbook import Playbook


class InventoryTest(Playbook):
    """What ansible-inventory makes of it."""

    def list(self, **options):
        """Runs it on a file of the plugin."""
        source = dict({"plugin": "aloft.ha.topology", "topology": "there", "aloft": "aloft"}, **options)
        return self.ansible(["ansible-inventory", "-i", self.file("web.aloft.yml", json.dumps(source)), "--list"])

    def test_groups_by_role_instance_and_service(self):
        self.says(inventory=(0, text("inventory.json")))

        listed = self.list()

        self.assertEqual(listed.returncode, 0, listed)
        found = json.loads(listed.stdout)
        for group, hosts in (("directors", ["lvs1"]), ("instance_VI_1", ["lvs1"]), ("real_servers", ["web1"]),
                             ("service_web_80", ["web1"]), ("web", ["web1"])):
            self.assertEqual(found[group]["hosts"], hosts, group)
        self.assertEqual(
            self.words(), ["inventory", "--roles", "--json", "--", self.folder + "/there"])

    def test_variables_of_hosts(self):
        self.says(inventory=(0, text("inventory.json")))

        known = json.loads(self.list().stdout)["_meta"]["hostvars"]

        self.assertEqual(known["lvs1"], {
            "aloft_roles": ["director"],
            "aloft_instances": ["VI_1"],
            "aloft_balances": ["web:80"],
            "aloft_answers": [],
            "ansible_host": "192.0.2.3",
            "ansible_port": 2222,
            "ansible_user": "ops",
            "ansible_become": True,
            "ansible_become_method": "sudo",
            "ansible_ssh_private_key_file": "/home/ops/key",
        })
        self.assertEqual(known["web1"]["ansible_connection"], "local")
        self.assertNotIn("ansible_become", known["web1"])

    def test_groups_that_the_file_asks_for(self):
        self.says(inventory=(0, text("inventory.json")))

        found = json.loads(self.list(
            groups={"both": "aloft_roles | length > 1", "balancing": "aloft_balances | length > 0"}).stdout)

        self.assertEqual(found["balancing"]["hosts"], ["lvs1"])
        self.assertNotIn("both", found)

    def test_mistakes_are_told_with_their_places(self):
        self.says(inventory=(64, text("mistakes.json")))

        listed = self.list()

        said = " ".join(listed.stderr.split())
        self.assertIn(document("mistakes.json")["error"]["mistakes"][0]["message"], said)
        self.assertNotIn("Traceback", said)

    def test_a_missing_java(self):
        self.script("printf 'aloft: there is no Java here\\n    apt install java\\n' >&2; exit 1\n")

        self.assertIn("there is no Java here; apt install java", " ".join(self.list().stderr.split()))

    def test_a_document_without_roles(self):
        one = document("inventory.json")
        del one["hosts"][0]["roles"]
        self.says(inventory=(0, compact(one)))

        listed = self.list()

        self.assertIn("lacks what this collection reads in it", " ".join(listed.stderr.split()))
        self.assertNotIn("Traceback", listed.stderr)


if __name__ == "__main__":
    unittest.main()
