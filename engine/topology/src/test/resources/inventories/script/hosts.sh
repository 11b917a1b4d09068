#!/bin/sh
# All in one answer, as most scripts give it.
[ "$1" = --list ] || exit 1
cat <<'JSON'
{
  "web": {"hosts": ["web1", "web2"], "vars": {"role": "web", "port": 80, "on": true, "list": [1, "a"]}, "children": ["cache"]},
  "cache": ["cache1"],
  "single": {"answer": 42},
  "nobody": {"hosts": []},
  "ungrouped": {"hosts": ["lonely"]},
  "_meta": {"hostvars": {"web1": {"ansible_host": "192.0.2.1", "ansible_port": 2222}, "stranger": {"a": 1}}}
}
JSON
