#!/bin/bash
# boot GROUP…   The first process of a lab host: joins the control groups and makes them the root of a control group
#               namespace, then (as "inside") mounts the private directories, starts the daemons and reaps what is
#               orphaned. Killing it ends the host. What it prints is the host's start-up log.
# run PROGRAM…  Runs a program inside a host that is up, in the host's control groups.
#
# Environment of boot:
# LAB_HOST     the host's directory        LAB_NAME   the host's name
# LAB_CGROUPS  v1, v2 or none              LAB_HIDE_KVM, LAB_SSHD   1 or 0
set -eu

case $1 in
boot)
  shift
  for group in "$@"; do echo 0 >"$group/cgroup.procs"; done
  exec unshare --cgroup -- /bin/bash "$0" inside
  ;;
run)
  shift
  for procs in /sys/fs/cgroup/cgroup.procs /sys/fs/cgroup/*/cgroup.procs; do
    if [ -e "$procs" ]; then echo 0 >"$procs"; fi
  done
  exec "$@"
  ;;
esac

mount --make-rprivate /
mount -t proc proc /proc
mount -t tmpfs -o mode=755,nosuid,nodev run /run
mkdir -p /run/libvirt /run/lock /run/sshd
mount --bind "$LAB_HOST/run" /run/libvirt
mount --bind "$LAB_HOST/etc" /etc/libvirt
mount --bind "$LAB_HOST/lib" /var/lib/libvirt
mount --bind "$LAB_HOST/log" /var/log/libvirt
mount --bind "$LAB_HOST/cache" /var/cache/libvirt
mount --bind "$LAB_HOST/hosts" /etc/hosts
mount -t sysfs sysfs /sys

case $LAB_CGROUPS in
v1)
  mount -t tmpfs -o mode=755 cgroup /sys/fs/cgroup
  for controller in cpu cpuacct cpuset memory devices freezer blkio pids; do
    mkdir "/sys/fs/cgroup/$controller"
    mount -t cgroup -o "$controller" cgroup "/sys/fs/cgroup/$controller" || rmdir "/sys/fs/cgroup/$controller"
  done
  ;;
v2) mount -t cgroup2 cgroup2 /sys/fs/cgroup ;;
esac

# A private /dev without kvm. Binding /dev/null over /dev/kvm is not enough: libvirt then takes KVM for usable, finds its
# cached capabilities out of date and asks QEMU again at each call.
if [ "$LAB_HIDE_KVM" = 1 ] && [ -e /dev/kvm ]; then
  dev=$LAB_HOST/dev
  mkdir -p "$dev"
  mount -t tmpfs -o mode=755,nosuid dev "$dev"
  (cd /dev && find . -xdev \( -type b -o -type c -o -type l \) ! -path ./kvm ! -path './pts/*' | cpio -pdm --quiet "$dev")
  mkdir -p "$dev/pts" "$dev/shm"
  mount --bind /dev/pts "$dev/pts"
  mount -t tmpfs -o nosuid,nodev shm "$dev/shm"
  # Detached, else libvirt finds two mounts on /dev/pts and no guest starts.
  umount -l -R /dev
  mount --move "$dev" /dev
fi

hostname "$LAB_NAME"
ulimit -n "$(ulimit -Hn)"
virtlogd -d
virtlockd -d
if [ "$LAB_SSHD" = 1 ]; then /usr/sbin/sshd -f "$LAB_HOST/sshd_config"; fi
libvirtd -d --listen
set +e
while :; do
  sleep 86400 &
  wait $!
done
