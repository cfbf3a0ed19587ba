#!/bin/sh
# Makes the pictures of the documentation from the program's real output: the intake
# summary (pdftoppm) and an answer as a mail program shows it (chromium).
set -eu
out=docs/beeld
mkdir -p "$out"
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
bin/mdaplus render --example intake-summary >"$tmp/data.json"
bin/mdaplus render --document intake-summary -o "$tmp/s.pdf" "$tmp/data.json"
pdftoppm -r 70 -png -f 1 -l 1 -singlefile "$tmp/s.pdf" "$out/samenvatting"
bin/mdaplus demo --once --dir "$tmp/demo" >"$tmp/table.txt" 2>/dev/null
cat "$tmp/table.txt" | sed '/^Alles staat/,$d' >"$out/demo.txt"
python3 - "$tmp" <<'PY'
import email, email.policy, glob, sys
for name in sorted(glob.glob(sys.argv[1] + "/demo/antwoorden/*.eml")):
    m = email.message_from_file(open(name, newline=""), policy=email.policy.default)
    if "vragen" in m["Subject"].lower() and "leider" not in m["To"]:
        open(sys.argv[1] + "/answer.html", "w").write(m.get_body(("html",)).get_content())
        break
PY
chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update \
	--disable-sync --hide-scrollbars --window-size=760,1000 --user-data-dir="$tmp/profile" --screenshot="$out/antwoord.png" "file://$tmp/answer.html" 2>/dev/null
