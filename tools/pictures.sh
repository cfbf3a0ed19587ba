#!/bin/sh
# Makes the pictures of the documentation from the program's real output: every document
# from its example, a plan and a meeting pack as they come out of the demo, two blank forms
# (pdftoppm), and an answer as a mail program shows it (chromium).
set -eu
out=docs/beeld
mkdir -p "$out"
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

picture() { # FILE PAGE NAME
	pdftoppm -r 60 -png -f "$2" -l "$2" -singlefile "$1" "$out/$3"
}
for kind in $(bin/mdaplus render --list); do
	bin/mdaplus render --example "$kind" >"$tmp/data.json"
	bin/mdaplus render --document "$kind" -o "$tmp/$kind.pdf" "$tmp/data.json"
	picture "$tmp/$kind.pdf" 1 "$kind"
done
picture "$tmp/safety-plan.pdf" 2 safety-plan-2
picture "$tmp/meeting-pack.pdf" 3 meeting-pack-3
picture "$tmp/progress-report.pdf" 2 progress-report-2
bin/mdaplus forms -o "$tmp/forms" >/dev/null 2>&1
picture "$(ls "$tmp"/forms/Aanmeldingsformulier*2020.pdf | head -1)" 1 formulier-aanmelding
picture "$(ls "$tmp"/forms/*Veiligheidsplan*.pdf | head -1)" 1 formulier-veiligheidsplan

bin/mdaplus demo --once --dir "$tmp/demo" >"$tmp/table.txt" 2>/dev/null
sed '/^Alles staat/,$d' "$tmp/table.txt" >"$out/demo.txt"
picture "$(ls "$tmp"/demo/documenten/*expertoverleg.pdf | head -1)" 1 demo-expertoverleg
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
