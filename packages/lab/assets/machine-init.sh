#!/bin/bash
# NAME [FROM TO]…   The first process of a machine of a network lab: a private /run (where `ip netns` keeps its names), its
#                   own /proc and /sys, each directory FROM bound over TO, the host name NAME; then reaps what is orphaned.
#                   Killing it ends the machine. It says "ready" when all is in place.
set -eu
name=$1
shift
mount --make-rprivate /
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t tmpfs -o mode=755,nosuid,nodev run /run
mkdir -p /run/netns /run/lock
while [ $# -gt 0 ]; do
  mkdir -p "$2"
  mount --bind "$1" "$2"
  shift 2
done
hostname "$name"
ip link set lo up
ulimit -n "$(ulimit -Hn)"
echo ready
set +e
while :; do
  sleep 86400 &
  wait $!
done
