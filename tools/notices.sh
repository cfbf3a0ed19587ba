#!/bin/sh
# Writes docs/licenties.md: every module that is in the program, with its version and
# licence as its own licence file says. It fails on a licence that may not be linked.
set -eu
GO=${GO:-go}
out=docs/licenties.md
{
	echo "# Third-party modules in the program"
	echo
	echo "Made by \`make notices\`. The fonts in \`render/fonts\` carry their licence beside them (OFL-1.1)."
	echo
	echo "| module | version | licence |"
	echo "| --- | --- | --- |"
	"$GO" list -deps -f '{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}' ./cmd/mdaplus | sort -u | while read -r path version dir; do
		file=$(ls "$dir" | grep -iE '^(licen[sc]e|copying)' | head -1)
		text=$(cat "$dir/$file")
		case $text in
		*"GNU AFFERO"* | *"GNU GENERAL PUBLIC"*) echo "$path: its licence may not be linked" >&2 && exit 1 ;;
		*"Mozilla Public License"*) licence=MPL-2.0 ;;
		*"Apache License"*) licence=Apache-2.0 ;;
		*"Redistribution and use"*"Neither the name"*) licence=BSD-3-Clause ;;
		*"Redistribution and use"*) licence=BSD-2-Clause ;;
		*"Permission is hereby granted, free of charge"*) licence=MIT ;;
		*"Permission to use, copy, modify, and"*) licence=ISC ;;
		*) echo "$path: unknown licence" >&2 && exit 1 ;;
		esac
		echo "| $path | $version | $licence |"
	done
} >"$out.new"
mv "$out.new" "$out"
