# Apache-2.0, see LICENSE of Aloft
"""A module as Ansible runs it, on any host."""

import os

from ansible_collections.aloft.ha.plugins.module_utils import aloft, options, outcome, task


def run(module, kind):
    """Carries a task out.

    module: an AnsibleModule with the options of kind.
    """
    given = module.params
    module.no_log_values = options.secrets(given["extra_vars"])
    wrong = options.mistake(given)
    if wrong:
        module.fail_json(**outcome.failed([outcome.failure("option", wrong, "")], changed=False))
    try:
        diff = module._diff  # pylint: disable=protected-access; there is no other way to ask
        result = task.carry_out(kind, given, module.check_mode, diff, lambda: _ready(given), lambda event: None)
    except Exception as error:  # pylint: disable=broad-except; the last resort against a traceback
        result = task.internal_error(kind, error)
    if result.get("failed"):
        module.fail_json(**result)
    module.exit_json(**result)


def _ready(given):
    """The command of this host."""
    return aloft.Aloft(aloft.find(given["aloft"], os.environ.get("PATH"), None), limit=given["timeout"])
