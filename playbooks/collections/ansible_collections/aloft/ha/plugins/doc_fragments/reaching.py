# Apache-2.0, see LICENSE of Aloft
"""What the documentation of every module has: which cluster, and how its hosts are reached."""


class ModuleDocFragment:  # pylint: disable=too-few-public-methods; Ansible reads the text
    """The fragment, by the name that Ansible looks for."""

    DOCUMENTATION = r"""
options:
  topology:
    description:
      - The topology file, or the folder that it lies in as C(topology.yml).
      - A relative path starts at the playbook's folder, or on another host where Ansible runs its modules.
    type: path
    required: true
  inventory:
    description:
      - Inventories that win over the topology's own.
    type: list
    elements: path
    default: []
  extra_vars:
    description:
      - Variables that win over those of every inventory. They may hold passwords, from Ansible Vault or from the
        environment; they reach the command in a file that only its user can read, and never on a command line.
      - Values of four characters or more are masked in all that the task shows, other than those of variables that
        hold no secret, such as C(ansible_user).
    type: dict
    default: {}
  forks:
    description:
      - How many hosts are worked on at the same time. The command's default is 10.
    type: int
  aloft:
    description:
      - The command. By default what is found on C(PATH), and then the checkout of Aloft that this collection lies in.
    type: path
  timeout:
    description:
      - How many seconds all of it may take. Then the command is told to stop, has 190 seconds to put back what a
        drill has changed, and is killed. By default there is no limit.
    type: int
  connect_timeout:
    description:
      - How many seconds connecting to a host may take. The command's default is 10.
    type: int
requirements:
  - Aloft on the host of the task, and Java 17 or newer for it
notes:
  - A password that C(aloft) should ask for cannot be given here. Use a key, or put C(ansible_password) into
    I(extra_vars).
"""
