package pipeline

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"mdaplus/internal/archive"
	"mdaplus/internal/seal"
	"mdaplus/internal/store"
	"mdaplus/pipeline/cases"
	"mdaplus/templates"
)

func hashOf(i int) string {
	sum := sha256.Sum256([]byte(strconv.Itoa(i)))
	return hex.EncodeToString(sum[:])
}

// Every object is in a part: the thirty parts are all there, and about as large.
func TestPartsAreAboutAsLarge(t *testing.T) {
	count := map[int]int{}
	const objects = 30000
	for i := range objects {
		count[partOf(hashOf(i))]++
	}
	for part := range ArchiveParts {
		if n := count[part]; n < objects/ArchiveParts/2 || n > objects/ArchiveParts*2 {
			t.Errorf("part %d has %d of %d objects", part, n, objects)
		}
	}
	if len(count) != ArchiveParts {
		t.Errorf("%d parts", len(count))
	}
	partOf("") // a name that is none stops nothing
}

// The program runs for a year, over both changes of the clock and a New Year, but not always:
// after the first days no part waits longer than thirty days and two while it runs, and what a
// fortnight without it left behind is made up for within a week.
func TestEveryPartHasItsNight(t *testing.T) {
	looked := map[int]time.Time{}
	began := time.Date(2026, 9, 1, 0, 0, 0, 0, cases.Amsterdam)
	away := func(day int) bool { return day >= 150 && day < 164 }
	for now := began; now.Before(began.AddDate(1, 0, 0)); now = now.Add(10 * time.Minute) {
		day := int(now.Sub(began).Hours() / 24)
		if away(day) || day == 200 && now.Hour() < 15 { // one day it starts in the afternoon
			continue
		}
		due := partsDue(looked, now)
		if len(due) > fixityMost {
			t.Fatalf("%v: %d parts in one night", now, len(due))
		}
		if len(due) > 0 && now.Hour() < fixityFrom {
			t.Fatalf("%v is no time for it", now)
		}
		for _, part := range due {
			looked[part] = now
		}
		if day < 8 || day >= 150 && day < 172 {
			continue
		}
		for part := range ArchiveParts {
			if waited := now.Sub(looked[part]); waited > (ArchiveParts+2)*24*time.Hour {
				t.Fatalf("%v: part %d waits for %v", now, part, waited)
			}
		}
	}
}

// In the night a damaged object is found, the project leader is told once, and the list of what
// must be there is written; the day after there is nothing to do.
func TestANightInTheArchive(t *testing.T) {
	dir := t.TempDir()
	master, err := seal.NewMaster(make([]byte, 32))
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), store.Options{SQLite: filepath.Join(dir, "app.db"), Master: master})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	a, err := archive.Open(filepath.Join(dir, "archive"))
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 26, 12, 0, 0, 0, cases.Amsterdam)
	p := New(s, a, nil, nil, Settings{Region: templates.Region{Name: "Gooi en Vechtstreek", Team: "Projectleider MDA++", Mail: "mda@mda.example"}, Leader: Address{Address: "leider@mda.example"}, From: Address{Address: "mda@mda.example"}}, "here", func() time.Time { return now }, slog.New(slog.DiscardHandler))
	var names []string
	for i := range 40 {
		if _, err := p.TakeIn(t.Context(), Incoming{Raw: []byte(fmt.Sprint("bericht ", i))}); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.Walk(func(name string) error { names = append(names, name); return nil }); err != nil || len(names) != 40 {
		t.Fatal(names, err)
	}
	damaged := filepath.Join(dir, "archive", "objects", names[7][:2], names[7])
	os.Chmod(damaged, 0o600)
	if err := os.WriteFile(damaged, []byte("iets anders"), 0o600); err != nil {
		t.Fatal(err)
	}
	for range ArchiveParts { // days
		if err := p.lookAtArchive(t.Context()); err != nil {
			t.Fatal(err)
		}
		now = now.AddDate(0, 0, 1)
	}
	if looked, err := s.PartsLooked(t.Context()); err != nil || len(looked) != ArchiveParts {
		t.Errorf("looked at %v, %v", looked, err)
	}
	mails, err := s.OutboxBalance(t.Context())
	if err != nil || mails["queued"] != 1 {
		t.Errorf("mails %v, %v", mails, err)
	}
	list, err := os.ReadFile(filepath.Join(dir, "archive", archive.Manifest))
	if err != nil || strings.Count(string(list), "\n") != 40 {
		t.Errorf("%v\n%s", err, list)
	}
	for _, name := range names {
		if !strings.Contains(string(list), name+"  objects/"+name[:2]+"/"+name+"\n") {
			t.Errorf("%s is not in the list", name)
		}
	}
}
