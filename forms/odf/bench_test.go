package odf_test

import (
	"testing"

	"mdaplus/forms/odf"
)

func BenchmarkRead(b *testing.B) {
	data := packed(b, odt(body(`Ja/ `+span("S", "Nee"))))
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := odf.Read(data); err != nil {
			b.Fatal(err)
		}
	}
}
