package mdto

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"mdaplus/internal/testkit"
)

// Valid has a document judged by each of the published schemas.
func valid(t *testing.T, data []byte) {
	t.Helper()
	if _, err := exec.LookPath("xmllint"); err != nil {
		t.Skip("xmllint is not installed (Debian: apt-get install libxml2-utils); the schemas are not asked")
	}
	schemas, err := filepath.Glob(filepath.Join(testkit.Shared(t, "mdto"), "*.xsd"))
	if err != nil || len(schemas) < 3 {
		t.Fatalf("%d schemas, %v", len(schemas), err)
	}
	file := filepath.Join(t.TempDir(), "x.xml")
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, schema := range schemas {
		if out, err := exec.Command("xmllint", "--noout", "--schema", schema, file).CombinedOutput(); err != nil {
			t.Errorf("%s: %s", filepath.Base(schema), out)
		}
	}
}

var when = time.Date(2026, 11, 20, 14, 30, 0, 0, time.UTC)

func ref(mark string) Ref { return Ref{Name: "Iets", ID: &ID{mark, "mdaplus"}} }

func full() Object {
	trigger := EventType("Afsluiting")
	return Object{IDs: []ID{{"MDA-2026-0007", "mdaplus"}}, Name: "Casus MDA-2026-0007 <&>", Level: Level("Zaak"), Language: "nl",
		Events:    []Event{{Type: EventType("Creatie"), Time: Time(when), Actor: &Ref{Name: "Regio"}}, {Type: EventType("Vernietiging"), Time: Time(when), Result: "V-2026-0003"}},
		Valuation: Valuation("V"), Retention: &Period{Trigger: &trigger, Start: "2026-11-20", Length: "P20Y", End: "2046-11-20"}, Category: Category("Selectielijst", "8.1.1", "Jeugdwet"),
		PartOf: []Ref{ref("a")}, Parts: []Ref{ref("b"), ref("c")}, Representation: []Ref{ref("d")}, Related: []Related{{Ref: ref("e"), Type: Relation("Vervangt")}},
		Creator: Ref{Name: "Regio"}, Restrictions: []Restriction{RestrictedBy("Privacy")}}
}

func TestObjectsAreValid(t *testing.T) {
	small := Object{IDs: []ID{{"a", "b"}}, Name: "c", Level: Level("Archiefstuk"), Language: "nl", Valuation: Valuation("B"), Creator: Ref{Name: "d"}, Restrictions: []Restriction{RestrictedBy("")}}
	for _, o := range []Object{full(), small} {
		data, err := o.XML()
		if err != nil {
			t.Fatal(err)
		}
		valid(t, data)
	}
}

func TestFilesAreValidAndReadBack(t *testing.T) {
	f := File{IDs: []ID{{"a", "b"}}, Name: "x.pdf", Size: 12, Format: Format("pdf/a-3a"), Checksums: []Checksum{Sum(strings.Repeat("a", 64), when)}, Representation: ref("a")}
	data, err := f.XML()
	if err != nil {
		t.Fatal(err)
	}
	valid(t, data)
	back, err := ReadFile(data)
	if err != nil || back.Size != 12 || back.SHA256() != strings.Repeat("a", 64) || back.Name != "x.pdf" {
		t.Errorf("%+v %v", back, err)
	}
	about, err := full().XML()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := ReadFile(about); err == nil {
		t.Error("the metadata of a case passed for those of a file")
	}
}

func FuzzReadFile(f *testing.F) {
	f.Add([]byte(`<MDTO xmlns="https://www.nationaalarchief.nl/mdto"><bestand><naam>x</naam></bestand></MDTO>`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if file, err := ReadFile(data); err == nil {
			file.SHA256()
		}
	})
}
