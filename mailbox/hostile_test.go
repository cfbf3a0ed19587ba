package mailbox

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// sharedFiles lists the mails of the hostile collection and of the reading corpus; absent, the test says so in one line.
func sharedFiles(t testing.TB) []string {
	t.Helper()
	root := os.Getenv("MDAPLUS_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "shared")
	}
	var files []string
	for _, dir := range []string{"hostile", filepath.Join("corpus", "reading")} {
		filepath.WalkDir(filepath.Join(root, dir), func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				files = append(files, path)
			}
			return nil
		})
	}
	if len(files) == 0 {
		t.Skip("no shared test mails: set MDAPLUS_SHARED to the folder that holds hostile/ and corpus/")
	}
	return files
}

func isMail(path string) bool {
	switch filepath.Ext(path) {
	case ".eml", ".raw":
		return true
	case ".msg":
		return strings.Contains(path, "mime4j")
	}
	return false
}

// look does with a message all that the product does.
func look(raw []byte) []string {
	m := Parse(raw)
	own := Own{Addresses: []string{"projectleider@mda.example"}, LoopSecret: []byte("k")}
	MayAnswer(m, own)
	Classify(m, own)
	ParseBounce(m, own)
	ReadTrust(m, TrustConfig{Microsoft: true, AuthservIDs: []string{"mx.example"}})
	IsPlaceholder(m)
	IsSecureNotice(m, DefaultSecurePatterns())
	m.Protection()
	var sums []string
	for p := range m.Leaves() {
		text := p.Text()
		if p.Header.Get("Content-Transfer-Encoding") == "" {
			text = strings.TrimRight(text, "\n")
		}
		sums = append(sums, p.Path+" "+p.MediaType+" "+p.Filename+" "+text)
	}
	return sums
}

func TestHostile(t *testing.T) {
	mails := 0
	var slowest time.Duration
	for _, path := range sharedFiles(t) {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		sums := look(raw)
		took := time.Since(began)
		slowest = max(slowest, took)
		if took > time.Second {
			t.Errorf("%s took %v", path, took)
		}
		if !isMail(path) {
			continue
		}
		mails++
		checkSize(t, path, raw)
		checkLineEnds(t, path, raw, sums)
		checkTruncation(t, path, raw)
	}
	t.Logf("%d mails, slowest file %v", mails, slowest)
}

// checkSize holds that no part is invented: leaves are no larger than the message.
func checkSize(t *testing.T, path string, raw []byte) {
	total := 0
	for p := range Parse(raw).Leaves() {
		total += len(p.Body)
	}
	if total > len(raw)*7/5 {
		t.Errorf("%s: %d bytes of leaves from %d", path, total, len(raw))
	}
}

// checkLineEnds holds that LF and CRLF read the same.
func checkLineEnds(t *testing.T, path string, raw []byte, sums []string) {
	lf := bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))
	if bytes.IndexByte(lf, '\r') >= 0 || bytes.IndexByte(lf, 0) >= 0 {
		return // stray CRs mean different things on both sides; NUL only in binary parts
	}
	a, b := look(lf), look(bytes.ReplaceAll(lf, []byte("\n"), []byte("\r\n")))
	if strings.Join(a, "\x00") != strings.Join(b, "\x00") {
		t.Errorf("%s: LF and CRLF differ:\n%.300q\n%.300q", path, a, b)
	}
}

// checkTruncation holds that a message cut short gives the beginning of what the whole gives, and never fails.
func checkTruncation(t *testing.T, path string, raw []byte) {
	whole := Parse(raw)
	step := max(1024, len(raw)/16)
	for n := step; n < len(raw); n += step {
		cut := Parse(raw[:n])
		a, b := cut.Header.Fields(), whole.Header.Fields()
		for i := 0; i+1 < len(a); i++ { // the last may be cut
			if i < len(b) && a[i] != b[i] {
				t.Errorf("%s cut at %d: field %d differs", path, n, i)
				break
			}
		}
		if x, y := len(leaves(cut)), len(leaves(whole)); x > y+1 {
			t.Errorf("%s cut at %d: %d leaves of %d", path, n, x, y)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\ny\r\n--b--\r\n"))
	f.Add([]byte("Authentication-Results: mx; dmarc=pass (a(b)c) header.from=x\nFrom: \"a@b\" <c@d>\nSubject: =?utf-8?b?YQ==?=\n\n+AOk-"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		look(raw)
		for p := range Parse(raw).Leaves() {
			if len(p.Filename) > MaxFilename || strings.ContainsAny(p.Filename, "/\\\r\n\x00") {
				t.Errorf("file name %q", p.Filename)
			}
		}
	})
}
