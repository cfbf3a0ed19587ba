package mailbox

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// attribute writes one TNEF attribute.
func attribute(id uint32, value []byte) []byte {
	var b bytes.Buffer
	b.WriteByte(2)
	binary.Write(&b, binary.LittleEndian, id)
	binary.Write(&b, binary.LittleEndian, uint32(len(value)))
	b.Write(value)
	b.Write([]byte{0, 0})
	return b.Bytes()
}

// property writes one MAPI property of variable length.
func property(id, kind uint16, value []byte) []byte {
	var b bytes.Buffer
	for _, v := range []any{kind, id, uint32(1), uint32(len(value))} {
		binary.Write(&b, binary.LittleEndian, v)
	}
	b.Write(value)
	b.Write(make([]byte, (4-len(value)%4)%4))
	return b.Bytes()
}

func props(all ...[]byte) []byte {
	return append(binary.LittleEndian.AppendUint32(nil, uint32(len(all))), bytes.Join(all, nil)...)
}

func utf16le(s string) (b []byte) {
	for _, r := range s {
		b = binary.LittleEndian.AppendUint16(b, uint16(r))
	}
	return append(b, 0, 0)
}

func winmail(attributes ...[]byte) []byte {
	head := binary.LittleEndian.AppendUint32(nil, tnefSignature)
	return append(append(head, 1, 0), bytes.Join(attributes, nil)...)
}

// plainRTF is compressed RTF that is not compressed.
func plainRTF(s string) []byte {
	var b []byte
	for _, v := range []uint32{uint32(len(s) + 12), uint32(len(s)), 0x414C454D, 0} {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return append(b, s...)
}

func TestWinmailGivesItsFilesAndText(t *testing.T) {
	data := winmail(
		attribute(attMAPIProps, props(property(propRTF, 0x102, plainRTF(`{\rtf1 Dag}`)), property(propHTML, 0x102, []byte("<p>Dag</p>")))),
		attribute(attRenderData, make([]byte, 14)),
		attribute(attAttachTitle, []byte("AANMEL~1.DOC\x00")),
		attribute(attAttachData, []byte("inhoud een")),
		attribute(attAttachMAPI, props(property(propLongFilename, 0x1F, utf16le("Aanmeldingsformulier é.docx")))),
		attribute(attRenderData, make([]byte, 14)),
		attribute(attAttachTitle, []byte("../../twee.docx\x00")),
		attribute(attAttachData, []byte("inhoud twee")),
	)
	got, err := UnpackTNEF(data)
	if err != nil {
		t.Fatal(err)
	}
	if string(got.RTF) != `{\rtf1 Dag}` || string(got.HTML) != "<p>Dag</p>" {
		t.Errorf("text %q %q", got.RTF, got.HTML)
	}
	if len(got.Files) != 2 || got.Files[0].Name != "Aanmeldingsformulier é.docx" || string(got.Files[0].Data) != "inhoud een" ||
		strings.ContainsAny(got.Files[1].Name, `/\`) || string(got.Files[1].Data) != "inhoud twee" {
		t.Errorf("files %+v", got.Files)
	}
	for n := range data {
		if cut, err := UnpackTNEF(data[:n]); err == nil && len(cut.Files) == 2 && string(cut.Files[1].Data) != "inhoud twee" {
			t.Errorf("cut at %d: an attachment was lost in silence", n)
		}
	}
}

// The example of MS-OXRTFCP 4.1.1: compressed text with references into the dictionary.
func TestCompressedRTF(t *testing.T) {
	compressed := []byte{0x2d, 0, 0, 0, 0x2b, 0, 0, 0, 0x4c, 0x5a, 0x46, 0x75, 0xf1, 0xc5, 0xc7, 0xa7, 0x03, 0x00, 0x0a, 0x00, 0x72, 0x63, 0x70, 0x67, 0x31, 0x32, 0x35,
		0x42, 0x32, 0x0a, 0xf3, 0x20, 0x68, 0x65, 0x6c, 0x09, 0x00, 0x20, 0x62, 0x77, 0x05, 0xb0, 0x6c, 0x64, 0x7d, 0x0a, 0x80, 0x0f, 0xa0}
	got, err := unpackRTF(compressed)
	if err != nil || string(got) != "{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n" {
		t.Errorf("%q %v", got, err)
	}
}

func TestWinmailOfRealOutlook(t *testing.T) {
	root := os.Getenv("MDAPLUS_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "shared")
	}
	files, _ := filepath.Glob(filepath.Join(root, "hostile", "poi", "*winmail*.dat"))
	if len(files) == 0 {
		t.Skip("no shared test files: set MDAPLUS_SHARED to the folder that holds hostile/")
	}
	content := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		got, err := UnpackTNEF(data)
		if err != nil {
			t.Errorf("%s: %v", filepath.Base(file), err)
		}
		content += len(got.Files) + min(len(got.RTF), 1)
		for _, f := range got.Files {
			if f.Name == "" || len(f.Data) == 0 {
				t.Errorf("%s: attachment %q of %d bytes", filepath.Base(file), f.Name, len(f.Data))
			}
		}
	}
	if content < 5 {
		t.Errorf("only %d attachments and texts were found", content)
	}
}

func FuzzUnpackTNEF(f *testing.F) {
	f.Add(winmail(attribute(attMAPIProps, props(property(propRTF, 0x102, plainRTF("x"))))))
	f.Add(winmail(attribute(attRenderData, nil), attribute(attAttachData, []byte("x"))))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := UnpackTNEF(data)
		if err == nil && len(got.RTF) > maxRTF {
			t.Error("too much RTF")
		}
	})
}
