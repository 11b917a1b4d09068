#!/bin/sh
# What it has of hosts it tells one by one, although there is a _meta; and JSON's forms of !unsafe.
case $1 in
  --list)
    echo '{"web": {"hosts": ["web1", "web2"], "vars": {"motd": {"__ansible_unsafe": "{{ no template"}}}, "_meta": {}}'
    ;;
  --host) echo "{\"own\": \"$2\", \"list\": [{\"__ansible_unsafe\": \"{%\"}, {\"a\": 1}]}" ;;
esac
