#!/bin/sh
# Installs the servers that tests run against, where this machine allows it, and
# says in one line each what will be skipped otherwise.
set -u
missing=""
[ -x /usr/sbin/dovecot ] || [ -x /usr/bin/doveadm ] || missing="$missing dovecot-imapd"
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null 2>&1 || missing="$missing postgresql"
[ -z "$missing" ] && exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
	echo "installing$missing"
	# Packages must not start services here: the tests start their own.
	[ -e /usr/sbin/policy-rc.d ] || { printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d && chmod +x /usr/sbin/policy-rc.d && trap 'rm -f /usr/sbin/policy-rc.d' EXIT; }
	log=$(mktemp)
	if { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } >"$log" 2>&1; then
		rm -f "$log"
		exit 0
	fi
	tail -3 "$log"
fi
for p in $missing; do echo "skipped: tests that need $p (Debian: sudo apt-get install $p)"; done
exit 0
