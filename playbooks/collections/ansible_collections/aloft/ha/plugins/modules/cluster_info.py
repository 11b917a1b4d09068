#!/usr/bin/python
# Apache-2.0, see LICENSE of Aloft
"""The module: looks at a cluster from the host that it was sent to. On the controller the action plugin does that."""

DOCUMENTATION = r"""
---
module: cluster_info
short_description: Who holds which VIP, and what answers behind it
version_added: 0.1.0
description:
  - Runs C(aloft status) for a cluster that a topology file describes, on the host of the task, usually the controller.
    It asks all hosts of the cluster, by SSH, and changes nothing.
  - A cluster that is not healthy, or a host that does not answer, is told in the result and does not fail the task.
extends_documentation_fragment:
  - ansible.builtin.action_common_attributes
  - aloft.ha.reaching
attributes:
  check_mode:
    description: It looks in check mode as well; it never changes anything.
    support: full
  diff_mode:
    description: There is nothing to show, since nothing changes.
    support: none
  platform:
    description: The host of the task.
    platforms: posix
author:
  - The authors of Aloft (!UNKNOWN)
"""

EXAMPLES = r"""
- name: Look at the cluster
  aloft.ha.cluster_info:
    topology: /etc/aloft/topology.yml
  register: cluster

- name: Go on only if each VIP is held by one director and all that should answer does
  ansible.builtin.assert:
    that: cluster.healthy
    fail_msg: "{{ cluster.msg }}"
"""

RETURN = r"""
changed:
  description: Never.
  returned: always
  type: bool
msg:
  description: Whether the cluster is healthy, and who gave no answer. After a failure, what went wrong and the way out.
  returned: always
  type: str
  sample: healthy
healthy:
  description:
    - Whether each VIP has one holder or is announced by all directors, all real servers with a weight are up, and all
      hosts answered.
  returned: on success
  type: bool
instances:
  description: The VRRP instances.
  returned: on success
  type: list
  elements: dict
  contains:
    name:
      description: As in the topology.
      type: str
    vips:
      description: Each with C(vip), its C(holders), and directors that have it C(left_on_loopback).
      type: list
      elements: dict
    directors:
      description: Each with C(host), C(state), C(since) (where known), C(priority), and the C(reason) of its state.
      type: list
      elements: dict
announcements:
  description: VIPs that no instance holds, with the directors that announce them by BGP.
  returned: on success, where there are any
  type: list
  elements: dict
services:
  description: The virtual services.
  returned: on success
  type: list
  elements: dict
  contains:
    name:
      description: As in the topology.
      type: str
    address:
      description: Address and port, or a firewall mark.
      type: str
    scheduler:
      description: How a real server is chosen.
      type: str
    director:
      description: Whose table is shown; absent without one.
      type: str
    real_servers:
      description: Each with C(host), C(address), C(up), C(weight) and C(active_connections).
      type: list
      elements: dict
loads:
  description: What comes in to each director that balances by IPVS, as its kernel estimates it.
  returned: on success
  type: list
  elements: dict
unreachable:
  description: The hosts that could not be asked, each with C(host) and C(reason).
  returned: on success
  type: list
  elements: dict
aloft_version:
  description: The version of the command.
  returned: when the command could be run
  type: str
  sample: 0.1.0
exit_code:
  description:
    - The exit code of the command. 1 failed, 3 verification failed, 4 host unreachable, 5 reverted, 64 mistakes in what
      was read or wrong usage, 130 interrupted.
  returned: on failure, when the command ended by itself and said why
  type: int
failures:
  description: What went wrong, one by one.
  returned: on failure
  type: list
  elements: dict
  contains:
    kind:
      description:
        - C(step), C(locked), C(stale), C(connection), C(proof) and C(reverted) during a rollout; C(unreachable) and
          C(refused) while it was planned; C(check) and C(drill) of a verification; C(mistake) in the topology or an
          inventory; C(option) of this task; C(error) and C(command) for all else.
      type: str
    host:
      description: The host, or what a check looked at; may be empty.
      type: str
    during:
      description: What was being done; may be empty.
      type: str
    said:
      description: What was said.
      type: str
    fix:
      description: The way out; may be empty.
      type: str
    file:
      description: Where a C(mistake) stands.
      type: str
    line:
      description: Its line, from 1.
      type: int
    column:
      description: Its column, from 1.
      type: int
    severity:
      description: How bad a C(mistake) is.
      type: str
    code:
      description: What kind of C(mistake) it is, a word that stays the same over versions.
      type: str
"""

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.aloft.ha.plugins.module_utils import module, task


def main():
    """Runs it as a module, on any host."""
    module.run(AnsibleModule(argument_spec=task.CLUSTER_INFO.arguments, supports_check_mode=True), task.CLUSTER_INFO)


if __name__ == "__main__":
    main()
