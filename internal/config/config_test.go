package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const small = `
project_leader: {name: Projectleider, address: leider@mda.example}
mailbox: {server: "imap.example:993", address: aanmelden@mda.example, login: {username: u, password_file: pw}}
smtp: {server: "smtp.example:587"}
store: {folder: data, key_file: key}
`

func TestASmallFileIsEnough(t *testing.T) {
	c, err := Parse([]byte(small))
	if err != nil {
		t.Fatal(err)
	}
	if c.Region.Name != "Gooi en Vechtstreek" || c.Terms.SelectionTalk != 14 || c.Admission.Kind != "or" || c.Mailbox.Filed != "Verwerkt" {
		t.Errorf("defaults: %+v", c)
	}
	c.resolve(filepath.FromSlash("/etc/mdaplus"))
	if c.Store.Archive != filepath.FromSlash("/etc/mdaplus/data/archive") || c.Mailbox.Login.PasswordFile != filepath.FromSlash("/etc/mdaplus/pw") {
		t.Errorf("paths: %+v", c.Store)
	}
}

func TestMistakesAreNamedWithTheMend(t *testing.T) {
	for name, c := range map[string]struct{ add, want string }{
		"unknown key":     {"mailbx: {}", `unknown key "mailbx"; did you mean "mailbox"?`},
		"key in a list":   {"region: {municipalities: [{nam: Huizen}]}", `did you mean "name"?`},
		"bad policy":      {"admission: {policy: maybe}", "use or, all or at-least-n"},
		"n out of range":  {"admission: {policy: at-least-n, at_least: 9}", "from 1 to 7"},
		"bad duration":    {"timing: {poll: soon}", "write for example 30s"},
		"bad term":        {"terms: {selection_talk_days: 0}", "from 1 to 365"},
		"not YAML":        {"a: [", "not YAML"},
		"wrong shape":     {"readers: many", "cannot unmarshal"},
		"light colour":    {"documents: {color: FFEE00}", "dark enough"},
		"no such profile": {"documents: {profile: 1b}", "use 3a"},
		"lower-case case": {"region: {case_prefix: mda}", "capital letters"},
	} {
		if _, err := Parse([]byte(small + c.add)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want …%s…", name, err, c.want)
		}
	}
	_, err := Parse([]byte("readers: 2"))
	for _, want := range []string{"store.folder", "store.key_file", "mailbox.address", "project_leader.address", "mailbox.server", "smtp.server"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("all that is missing at once: %v lacks %s", err, want)
		}
	}
	if _, err := Parse(nil); err == nil || !strings.Contains(err.Error(), "mdaplus.example.yaml") {
		t.Errorf("empty file: %v", err)
	}
}

func TestDurationsAreRead(t *testing.T) {
	c, err := Parse([]byte(small + "timing: {poll: 90s}"))
	if err != nil || time.Duration(c.Timing.Poll) != 90*time.Second {
		t.Errorf("%v %v", c.Timing.Poll, err)
	}
}

func TestTheExampleFileIsRight(t *testing.T) {
	c, err := Load(filepath.Join("..", "..", "mdaplus.example.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Region.Municipalities) != 8 {
		t.Errorf("%d municipalities, want 8 (domain.md 1)", len(c.Region.Municipalities))
	}
}

func TestSecretsStandInPrivateFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pw")
	os.WriteFile(path, []byte("geheim\r\n"), 0o600)
	if s, err := Secret(path); err != nil || s != "geheim" {
		t.Errorf("%q %v", s, err)
	}
	os.Chmod(path, 0o644)
	if _, err := Secret(path); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("open file: %v", err)
	}
	os.Chmod(path, 0o600)
	os.WriteFile(path, []byte("\n"), 0o600)
	if _, err := Secret(path); err == nil {
		t.Error("an empty secret was taken")
	}
}
