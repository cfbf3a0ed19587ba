package rtf_test

import (
	"strings"
	"testing"

	"mdaplus/forms/rtf"
)

func BenchmarkRead(b *testing.B) {
	form := []byte(document(`Ja/ {\strike Nee}`))
	picture := []byte(document(`{\pict ` + strings.Repeat("00ff", 1<<20) + `}Ja`))
	for name, data := range map[string][]byte{"form": form, "picture": picture} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := rtf.Read(data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
