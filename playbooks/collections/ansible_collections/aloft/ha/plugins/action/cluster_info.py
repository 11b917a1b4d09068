# Apache-2.0, see LICENSE of Aloft
"""Runs aloft.ha.cluster_info from the controller, where its words are heard as they come."""

from ansible_collections.aloft.ha.plugins.module_utils import task
from ansible_collections.aloft.ha.plugins.plugin_utils.action import AloftAction


class ActionModule(AloftAction):
    """The action plugin."""

    KIND = task.CLUSTER_INFO
