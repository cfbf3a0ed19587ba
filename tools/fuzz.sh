#!/bin/sh
# Runs every fuzz target of the module, one after another.
set -eu
GO=${GO:-go}
for dir in $(grep -rl --include='*_test.go' '^func Fuzz' . | xargs -n1 dirname | sort -u); do
	for target in $(grep -h '^func Fuzz' "$dir"/*_test.go | sed 's/^func \(Fuzz[A-Za-z0-9_]*\).*/\1/'); do
		echo "== $dir $target"
		"$GO" test "$dir" -run '^$' -fuzz "^$target\$" -fuzztime "${FUZZ:-20s}" -fuzzminimizetime 1x
	done
done
