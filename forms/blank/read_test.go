package blank_test

import (
	"testing"

	"mdaplus/forms"
	"mdaplus/forms/docx"
)

// read reads a Word document that must hold exactly one form.
func read(t *testing.T, data []byte) forms.Reading {
	t.Helper()
	sh, err := docx.Read(data)
	if err != nil {
		t.Fatal(err)
	}
	all := forms.Recognise(sh, forms.Options{Region: forms.GooiEnVechtstreek})
	if len(all) != 1 {
		t.Fatalf("%d forms", len(all))
	}
	return all[0]
}
