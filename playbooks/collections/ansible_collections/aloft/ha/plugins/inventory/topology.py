# Apache-2.0, see LICENSE of Aloft
"""The hosts of a topology as Ansible's inventory, in groups by what the topology makes of them."""

import os
import re

from ansible.errors import AnsibleParserError
from ansible.plugins.inventory import BaseInventoryPlugin, Constructable

from ansible_collections.aloft.ha.plugins.module_utils import options, outcome
from ansible_collections.aloft.ha.plugins.module_utils.aloft import Aloft, AloftError, find

DOCUMENTATION = r"""
---
name: topology
short_description: The hosts of an Aloft topology, in groups by their roles
version_added: 0.1.0
description:
  - Runs C(aloft inventory --roles), which reads a topology and its inventories and contacts no host.
  - Hosts are in the groups C(directors) and C(real_servers), in C(instance_NAME) for each VRRP instance that they are
    a member of, in C(service_NAME) for each virtual service that they answer behind, and in the groups of the
    topology's own inventory. What cannot stand in a group's name becomes C(_).
  - Each host has the variables C(aloft_roles), C(aloft_instances), C(aloft_balances) and C(aloft_answers), lists of
    names; and how it is reached, as far as that is no secret. A password comes from elsewhere, and so do jump hosts
    that are not in the user's C(ssh_config). Name the topology's own inventory as well, by another C(-i).
  - The file is called C(aloft.yml), or ends in C(.aloft.yml); or the same with C(yaml).
options:
  plugin:
    description: The name of this plugin.
    type: str
    required: true
    choices: [aloft.ha.topology]
  topology:
    description:
      - The topology file, or the folder that it lies in as C(topology.yml).
      - A relative path starts at the file's folder.
    type: str
    required: true
  inventory:
    description: Inventories that win over the topology's own. A relative path starts at the file's folder.
    type: list
    elements: str
    default: []
  aloft:
    description:
      - The command. By default what is found on C(PATH), and then the checkout of Aloft that this collection lies in.
        A relative path starts at the file's folder.
    type: str
  timeout:
    description: How many seconds the command may take.
    type: int
    default: 60
extends_documentation_fragment:
  - constructed
requirements:
  - Aloft on the controller, and Java 17 or newer for it
author:
  - The authors of Aloft (!UNKNOWN)
"""

EXAMPLES = r"""
# web.aloft.yml; then:  ansible-inventory -i web.aloft.yml --graph
plugin: aloft.ha.topology
topology: /etc/aloft/topology.yml
"""


class InventoryModule(BaseInventoryPlugin, Constructable):
    """The plugin."""

    NAME = "aloft.ha.topology"

    def verify_file(self, path):
        """Whether the file is called as one of this plugin's."""
        name = os.path.basename(path)
        return super().verify_file(path) and re.search(r"(^|\.)aloft\.ya?ml$", name) is not None

    def parse(self, inventory, loader, path, cache=True):
        """Fills the inventory."""
        super().parse(inventory, loader, path, cache)
        self._read_config_data(path)
        try:
            found = self._ask(os.path.dirname(os.path.abspath(path)))
        except AloftError as error:
            raise AnsibleParserError("{0}; {1}".format(error.said, error.fix)) from error
        try:
            for host in found["hosts"]:
                self._add(host)
        except (LookupError, TypeError) as error:
            raise AnsibleParserError(
                "a document of aloft lacks what this collection reads in it: {0}; see whether the option aloft names"
                " the command of Aloft, and of this version".format(outcome.one_line(error))) from error

    def _ask(self, folder):
        given = {name: None for name in options.REACHING}
        given.update(
            topology=os.path.join(folder, self.get_option("topology")),
            inventory=[os.path.join(folder, file) for file in self.get_option("inventory")])
        wanted = self.get_option("aloft")
        command = find(wanted and os.path.join(folder, wanted), os.environ.get("PATH"), __file__)
        ended = Aloft(command, folder=folder, limit=self.get_option("timeout")).run(
            options.CommandLines(given, None).inventory(), lambda stream, text: None)
        found = outcome.document("inventory", ended)
        if "error" in found:
            raise AnsibleParserError(outcome.of_error(found, ended.exit_code)["msg"])
        for warning in outcome.warnings(ended.err):
            self.display.warning(warning)
        return found

    def _add(self, host):
        name = host["name"]
        self.inventory.add_host(name)
        for group in groups(host):
            self.inventory.add_group(group)
            self.inventory.add_child(group, name)
        for variable, value in variables(host).items():
            self.inventory.set_variable(name, variable, value)
        strict = self.get_option("strict")
        known = self.inventory.get_host(name).get_vars()
        self._set_composite_vars(self.get_option("compose"), known, name, strict=strict)
        self._add_host_to_composed_groups(self.get_option("groups"), known, name, strict=strict)
        self._add_host_to_keyed_groups(self.get_option("keyed_groups"), known, name, strict=strict)


def groups(host):
    """The groups of a host of the document."""
    found = [group for group in host["groups"] if group not in ("all", "ungrouped")]
    found += [{"director": "directors", "real_server": "real_servers"}.get(role, role) for role in host["roles"]]
    found += ["instance_" + _word(name) for name in host["instances"]]
    return found + ["service_" + _word(name) for name in host["answers"]]


def variables(host):
    """What is known of it: its roles, and how it is reached."""
    found = {"aloft_" + name: host[name] for name in ("roles", "instances", "balances", "answers")}
    if not host["usable"]:
        return found
    found["ansible_user"] = host["user"]
    if host["connection"] == "local":
        found["ansible_connection"] = "local"
    else:
        found.update(ansible_host=host["ssh_address"], ansible_port=host["port"])
    if host["keys"]:
        found["ansible_ssh_private_key_file"] = host["keys"][0]
    if host["become"]:
        found.update(ansible_become=True, ansible_become_method=host["become"])
    return found


def _word(name):
    return re.sub(r"\W", "_", name, flags=re.ASCII)
