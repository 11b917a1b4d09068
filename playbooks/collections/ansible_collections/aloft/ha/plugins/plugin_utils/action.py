# Apache-2.0, see LICENSE of Aloft
"""Runs a module where the play says, and shows on the way how it goes.

On the controller the command is run from here, so that its events are shown as they come. On another host, or as
another user, the module runs it, and the events are shown when it has ended: a module cannot speak before.
"""

import os
import shutil

from ansible import constants as C
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.common.parameters import remove_values
from ansible.plugins.action import ActionBase
from ansible.utils.display import Display

from ansible_collections.aloft.ha.plugins.module_utils import aloft, options, outcome, task
from ansible_collections.aloft.ha.plugins.plugin_utils import events

display = Display()


class AloftAction(ActionBase):
    """An action plugin. It lives in a worker of its own, a fork, and starts no thread there: an uncaught exception in
    a thread is printed under a lock that another thread may have held at the fork, and that nobody lets go of."""

    _supports_check_mode = True
    _supports_async = False

    # The module, of task.py.
    KIND = None

    _host = ""

    def run(self, tmp=None, task_vars=None):
        """The result; what goes wrong is in it."""
        result = super().run(tmp, task_vars)
        del tmp
        self._host = (task_vars or {}).get("inventory_hostname", "")
        try:
            if self._is_here():
                result.update(self._run_here())
            else:
                result.update(self._run_there(task_vars))
        except Exception as error:  # pylint: disable=broad-except; the last resort against a traceback
            if type(error).__module__.startswith("ansible."):
                raise  # Ansible says by itself what it means: a template that fails, a host that is lost
            result.update(task.internal_error(self.KIND, error))
        return result

    def _is_here(self):
        return self._connection.transport == "local" and getattr(self._connection, "become", None) is None

    def _run_here(self):
        found = ArgumentSpecValidator(self.KIND.arguments).validate(self._task.args)
        wrong = found.error_messages or [options.mistake(found.validated_parameters)]
        if wrong[0]:
            return outcome.failed([outcome.failure("option", one, "") for one in wrong], changed=False)
        given = found.validated_parameters
        secrets = options.secrets(given["extra_vars"])
        result = task.carry_out(
            self.KIND,
            given,
            self._task.check_mode,
            self._task.diff,
            lambda: self._aloft(given),
            lambda event: self._show(remove_values(event, secrets)))
        return remove_values(result, secrets)

    def _aloft(self, given):
        """As a module on this connection would run: in the playbook's folder, with the play's environment."""
        folder = self._loader.get_basedir()
        environment = dict(os.environ)
        environment.update((name, str(value)) for name, value in self._play_environment().items())
        wanted = given["aloft"] and os.path.join(folder, given["aloft"])
        return aloft.Aloft(
            aloft.find(wanted, environment.get("PATH"), __file__), environment, folder, given["timeout"])

    def _play_environment(self):
        environment = {}
        self._compute_environment_string(environment)
        return environment

    def _run_there(self, task_vars):
        arguments = dict(self._task.args)
        if self._connection.transport == "local" and not arguments.get("aloft"):
            path = self._play_environment().get("PATH", os.environ.get("PATH"))
            # A module does not know from which checkout it came.
            arguments["aloft"] = None if shutil.which("aloft", path=path) else aloft.in_checkout(__file__)
        result = self._execute_module(module_name=self.KIND.module, module_args=arguments, task_vars=task_vars)
        for event in result.get("events", []):
            self._show(event)
        return result

    def _show(self, event):
        if self._task.no_log or not events.wanted(C.DEFAULT_STDOUT_CALLBACK):
            return
        line = events.line(event)
        kind = event.get("event")
        if line is None or (kind in events.DETAILS and display.verbosity < 1):
            return
        display.display(
            "[{0}] {1}".format(self._host, line), color=C.COLOR_ERROR if kind in events.FAILURES else None)
