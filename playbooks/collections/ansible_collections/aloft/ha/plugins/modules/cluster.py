#!/usr/bin/python
# Apache-2.0, see LICENSE of Aloft
"""The module: runs the command on the host that it was sent to. On the controller the action plugin does that."""

DOCUMENTATION = r"""
---
module: cluster
short_description: Plan, roll out and prove a cluster of directors and real servers
version_added: 0.1.0
description:
  - Runs the command C(aloft) for a cluster that a topology file describes, on the host of the task, usually the
    controller. C(aloft) itself connects to the hosts of the cluster, by SSH.
  - It plans first. Where nothing is to be done, the task is C(ok); else the plan is carried out in waves, each proven
    before the next begins.
  - On the controller the events of the rollout are shown as they come. On another host, or with I(become), they are
    shown when the command has ended. They are not shown under callbacks that print JSON, nor with C(no_log) on the
    task.
options:
  state:
    description:
      - With C(present), the hosts become what the topology says.
      - With C(absent), all that Aloft made on the hosts goes away, and what was there before is given back; nobody
        holds the VIPs then. Every host must answer, or nothing is done.
      - With C(planned), it is only said what would be done; this state never changes anything.
      - With C(verified), as C(present); then the cluster is checked, and the I(drills) that are named make it fail
        over and measure the gap that a client sees. A failed check or a missed budget fails the task.
    type: str
    choices: [present, absent, planned, verified]
    default: present
  limit:
    description:
      - Change only these hosts, names or patterns with C(*). Their peers are still looked at, and all hosts are
        verified.
    type: list
    elements: str
    default: []
  serial:
    description:
      - How many real servers of a service are changed at a time. By default one, then a quarter of them, and all at
        once where no service is interrupted.
    type: int
  max_failures:
    description:
      - How many hosts may fail until the rollout stops; it goes on without what depends on them. By default the wave in
        which a host fails is the last one.
    type: int
  drills:
    description:
      - The drills to run with I(state=verified), by name, such as C(handover), C(crash) and C(real-server); C(all)
        for every one. Without any, the cluster is only looked at.
    type: list
    elements: str
    default: []
  report:
    description:
      - The folder for C(report.html) and C(report.json) of I(state=verified). The command's default is C(report) in
        the folder that it runs in, on the controller the playbook's.
    type: path
extends_documentation_fragment:
  - ansible.builtin.action_common_attributes
  - aloft.ha.reaching
attributes:
  check_mode:
    description: Plans, and says C(changed) as the real run would. Nothing is verified.
    support: full
  diff_mode:
    description: Shows what files become on each host, with secrets masked.
    support: full
  platform:
    description: The host of the task.
    platforms: posix
author:
  - The authors of Aloft (!UNKNOWN)
"""

EXAMPLES = r"""
- name: Keep the VIPs aloft
  aloft.ha.cluster:
    topology: /etc/aloft/topology.yml

- name: Take the cluster down, and give back what was there before
  aloft.ha.cluster:
    topology: /etc/aloft/topology.yml
    state: absent

- name: Say what would be done to the web servers
  aloft.ha.cluster:
    topology: /etc/aloft/topology.yml
    state: planned
    limit: ["web*"]
  register: plan

- name: Roll out with a password of the vault, then make it fail over and measure
  aloft.ha.cluster:
    topology: /etc/aloft/topology.yml
    state: verified
    drills: [handover, crash]
    report: /var/www/html/aloft
    extra_vars:
      ansible_user: deploy
      ansible_become_password: "{{ vault_become_password }}"
    timeout: 1800
"""

RETURN = r"""
changed:
  description: Whether a step was done; in check mode, whether one would be. Never with I(state=planned).
  returned: always
  type: bool
msg:
  description:
    - What was done. After a failure, one line for each thing that went wrong, with its host, what was being done,
      what was said and the way out.
  returned: always
  type: str
  sample: 12 steps on 3 hosts done
pending:
  description: Whether something is to be done.
  returned: with I(state=planned)
  type: bool
impact:
  description: What clients notice of it, for each VIP.
  returned: when there is a plan
  type: list
  elements: dict
  contains:
    instance:
      description: The VRRP instance.
      type: str
    vip:
      description: The address.
      type: str
    holders:
      description: The hosts that hold it, one after the other.
      type: list
      elements: str
    held_before:
      description: Whether a host holds it now.
      type: bool
    moves:
      description: How often it moves.
      type: int
    longest_gap_ms:
      description: The longest time without an answer that is expected, in milliseconds.
      type: int
    reasoning:
      description: Why.
      type: str
hosts:
  description: The hosts, each with its steps in their order.
  returned: when there is a plan
  type: list
  elements: dict
  contains:
    host:
      description: Its name.
      type: str
    role:
      description: What it is in the cluster; empty for one that leaves it.
      type: str
    state:
      description:
        - What became of it, C(done), C(failed), C(reverted), C(begun) (the run ended before its last step) or
          C(not_begun). Only of a host with steps, and only when the plan was carried out.
      type: str
    steps_done:
      description: How many of its steps were done. Only together with C(state).
      type: int
    steps:
      description: Its steps.
      type: list
      elements: dict
      contains:
        wave:
          description: The wave that it is part of, from 1.
          type: int
        action:
          description: What is done to the resource, such as C(create), C(update) or C(delete).
          type: str
        kind:
          description: The kind of resource.
          type: str
        resource:
          description: Its name.
          type: str
        summary:
          description: The step in a few words.
          type: str
        why:
          description: Why it is needed.
          type: str
events:
  description: What happened, in its order. All have C(event) and C(at) (ISO 8601, UTC); the rest depends on the event.
  returned: always
  type: list
  elements: dict
  sample:
    - event: step_done
      at: "2026-01-31T12:00:00.250Z"
      host: web1
      step: 1
      of: 4
      kind: sysctl
      name: net.ipv4.conf.all.arp_ignore
      summary: "net.ipv4.conf.all.arp_ignore: 0 → 1"
verification:
  description: The checks and drills, without the single requests of each drill, which are in the report.
  returned: with I(state=verified), when it was verified
  type: dict
  contains:
    cluster:
      description: The name of the cluster.
      type: str
    passed:
      description: Whether all checks passed, and all drills within their budgets.
      type: bool
    checks:
      description: The checks before and after the drills.
      type: list
      elements: dict
    drills:
      description: The drills, each with its measurements, in milliseconds, and their budgets.
      type: list
      elements: dict
report:
  description: The files of the report, C(html) and C(json).
  returned: with I(state=verified), when it was verified
  type: dict
  sample:
    html: report/report.html
    json: report/report.json
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
    module.run(AnsibleModule(argument_spec=task.CLUSTER.arguments, supports_check_mode=True), task.CLUSTER)


if __name__ == "__main__":
    main()
