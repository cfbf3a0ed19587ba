package mailbox

import (
	"bytes"
	"encoding/base64"
	"testing"
)

// BenchmarkParse reads a mail with a document of 100 kB, as referrals are, and one near the limit.
func BenchmarkParse(b *testing.B) {
	for _, c := range []struct {
		name string
		size int
	}{{"100kB", 100 << 10}, {"30MB", 30 << 20}} {
		b.Run(c.name, func(b *testing.B) {
			o := outgoing()
			o.Attachments = []Attachment{{"form.docx", "application/zip", bytes.Repeat([]byte("0123456789"), c.size/10)}}
			raw, err := Compose(o)
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(len(raw)))
			b.ReportAllocs()
			for b.Loop() {
				Parse(raw)
			}
		})
	}
}

func BenchmarkBase64(b *testing.B) {
	data := []byte(base64.StdEncoding.EncodeToString(bytes.Repeat([]byte("0123456789"), 1<<16)))
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		decodeBase64(data)
	}
}
