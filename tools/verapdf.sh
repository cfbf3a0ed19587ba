#!/bin/sh
# Fetches veraPDF with Maven, once, and says where it is. The version is pinned: another one
# may judge otherwise.
set -eu
version=1.28.2
dir=${1:-bin/verapdf}
jar=$dir/greenfield-apps-$version.jar
if [ ! -f "$jar" ]; then
	mkdir -p "$dir"
	mvn -q -B dependency:copy "-Dartifact=org.verapdf.apps:greenfield-apps:$version" "-DoutputDirectory=$dir" >&2
fi
echo "$jar"
