#!/usr/bin/python
# Apache-2.0, see LICENSE of Aloft
"""The module: runs drills from the host that it was sent to. On the controller the action plugin does that."""

DOCUMENTATION = r"""
---
module: drill
short_description: Make a cluster fail over, and measure what a client notices
version_added: 0.1.0
description:
  - Runs C(aloft verify) for a cluster that stands already, on the host of the task, usually the controller.
  - First the cluster is checked. Then each drill causes a failure, measures the gap from a client's side, and puts
    everything back; so the task is never C(changed).
  - A failed check, a drill that could not be run, or a missed budget fails the task.
options:
  drills:
    description:
      - The drills, by name, such as C(handover), C(crash) and C(real-server); C(all) for every one. The command knows
        which there are, and names them when it is given another.
    type: list
    elements: str
    required: true
  report:
    description:
      - The folder for C(report.html) and C(report.json). The command's default is C(report) in the folder that it runs
        in, on the controller the playbook's.
    type: path
extends_documentation_fragment:
  - ansible.builtin.action_common_attributes
  - aloft.ha.reaching
attributes:
  check_mode:
    description: Only looks, and checks the names of the drills; causes no failure, and leaves no report.
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
- name: Crash the director that holds the VIP, and measure
  aloft.ha.drill:
    topology: /etc/aloft/topology.yml
    drills: crash
  register: crash

- name: Show how long the VIP was away
  ansible.builtin.debug:
    msg: "{{ crash.verification.drills[0].measurements }}"
"""

RETURN = r"""
changed:
  description: Never, a drill puts back what it has changed.
  returned: always
  type: bool
msg:
  description:
    - What was found. After a failure, one line for each thing that went wrong, with its host, what was being done,
      what was said and the way out.
  returned: always
  type: str
  sample: "verified: all checks passed, and 1 drill within budget"
events:
  description: What happened, in its order. All have C(event) and C(at) (ISO 8601, UTC); the rest depends on the event.
  returned: always
  type: list
  elements: dict
  sample:
    - event: note
      at: "2026-01-31T12:00:00.250Z"
      text: "Drill: crash"
verification:
  description: The checks and drills, without the single requests of each drill, which are in the report.
  returned: when it was verified
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
  returned: when it was verified, other than in check mode
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
    module.run(AnsibleModule(argument_spec=task.DRILL.arguments, supports_check_mode=True), task.DRILL)


if __name__ == "__main__":
    main()
