package read

import (
	"errors"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"mdaplus/forms"
	"mdaplus/forms/docx"
	"mdaplus/forms/html"
	"mdaplus/forms/odf"
	"mdaplus/forms/office"
	"mdaplus/forms/pdf"
	"mdaplus/forms/rtf"
	"mdaplus/forms/sheet"
	"mdaplus/forms/text"
)

// document is one file as read: its forms, or the code of why there are none.
type document struct {
	source string
	forms  []forms.Reading
	code   string
}

// readDocument reads a file by its content; around is the text that it came with.
func readDocument(name string, data []byte, opts Options, around string) document {
	d := document{source: name}
	sh, code := sheetOf(data, opts)
	if code != "" {
		d.code = code
		return d
	}
	d.forms = forms.Recognise(sh, forms.Options{Region: opts.Region, Source: name, Around: around})
	sum := ""
	for i := range d.forms {
		if sum == "" {
			sum = Hash(data)
		}
		d.forms[i].SourceSHA256 = sum
	}
	if len(d.forms) == 0 {
		d.code = nothingIn(sh)
	}
	return d
}

// sheetOf opens a file, or says in a code why it stays closed.
func sheetOf(data []byte, opts Options) (*sheet.Sheet, string) {
	switch kind := sniff(data); kind {
	case kindDocx:
		sh, err := docx.Read(data)
		return sh, docxCode(err)
	case kindOdt:
		sh, err := odf.Read(data)
		return sh, odfCode(err)
	case kindRTF:
		sh, err := rtf.Read(data)
		return sh, rtfCode(err)
	case kindHTML:
		sh, err := html.Read(data)
		if errors.Is(err, html.ErrTooLarge) {
			return nil, "too-large"
		}
		if err != nil {
			return nil, "damaged"
		}
		return sh, ""
	case kindText:
		return text.Read(decode(data)), ""
	case kindDoc:
		return legacySheet(data, opts)
	case kindPDF:
		return pdfSheet(data, opts)
	case kindMail:
		return nil, "container-unknown"
	default:
		return nil, "container-" + string(kind)
	}
}

// legacySheet reads a document of Word 97 to 2003 by way of a converter, where there is one.
func legacySheet(data []byte, opts Options) (*sheet.Sheet, string) {
	_, err := docx.Read(data)
	if !errors.Is(err, docx.ErrLegacyWord) || opts.OpenLegacy == nil {
		return nil, docxCode(err)
	}
	converted, ok := opts.OpenLegacy(data)
	if !ok {
		return nil, docxCode(err)
	}
	sh, err := docx.Read(converted)
	return sh, docxCode(err)
}

func docxCode(err error) string {
	switch {
	case errors.Is(err, docx.ErrLegacyWord):
		return "container-doc"
	case errors.Is(err, docx.ErrNotDocx):
		return "container-unknown"
	}
	return officeCode(err)
}

func odfCode(err error) string {
	if errors.Is(err, odf.ErrNotText) {
		return "container-odt"
	}
	return officeCode(err)
}

func officeCode(err error) string {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, office.ErrEncrypted):
		return "encrypted"
	case errors.Is(err, office.ErrTooLarge):
		return "too-large"
	case errors.Is(err, office.ErrRefused):
		return "unsafe"
	}
	return "damaged"
}

// pdfSheet opens a PDF with the engine that the caller has for it.
func pdfSheet(data []byte, opts Options) (*sheet.Sheet, string) {
	if opts.OpenPDF == nil {
		return nil, pdfCode(pdf.ErrNoEngine)
	}
	doc, err := opts.OpenPDF(data)
	if err != nil {
		return nil, pdfCode(err)
	}
	sh, err := pdf.Read(doc)
	return sh, pdfCode(err)
}

func pdfCode(err error) string {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, pdf.ErrEncrypted):
		return "encrypted"
	case errors.Is(err, pdf.ErrTooLarge):
		return "too-large"
	case errors.Is(err, pdf.ErrDamaged):
		return "damaged"
	case errors.Is(err, pdf.ErrPicture):
		return "container-image"
	}
	return "container-pdf"
}

func rtfCode(err error) string {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, rtf.ErrTooLarge):
		return "too-large"
	case errors.Is(err, rtf.ErrNotRTF):
		return "container-rtf"
	}
	return "damaged"
}

// scantText is how many letters a document without a form must hold to be a document
// of another kind; with fewer its content lies in pictures or objects.
const scantText = 40

// nothingIn says why no form was found in a sheet.
func nothingIn(sh *sheet.Sheet) string {
	letters, pictures := 0, len(sh.Loose)
	sheet.Each(sh.Blocks, func(p *sheet.Paragraph) {
		letters += len(strings.TrimSpace(p.Text()))
		for _, o := range p.Objects {
			if o.Kind == sheet.Picture || o.Kind == sheet.Embedded || o.Kind == sheet.Unknown {
				pictures++
			}
		}
	})
	if pictures > 0 && letters < scantText {
		return "container-image"
	}
	return "no-form"
}

// decode turns the bytes of a text file into text: UTF-16 by its mark, UTF-8, else Windows-1252.
func decode(data []byte) string {
	switch {
	case len(data) > 1 && data[0] == 0xFF && data[1] == 0xFE:
		return wide(data[2:], func(a, b byte) uint16 { return uint16(a) | uint16(b)<<8 })
	case len(data) > 1 && data[0] == 0xFE && data[1] == 0xFF:
		return wide(data[2:], func(a, b byte) uint16 { return uint16(b) | uint16(a)<<8 })
	case utf8.Valid(data):
		return strings.TrimPrefix(string(data), "\uFEFF")
	}
	out, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil {
		return string(data)
	}
	return string(out)
}

func wide(data []byte, unit func(a, b byte) uint16) string {
	units := make([]uint16, 0, len(data)/2)
	for i := 0; i+1 < len(data); i += 2 {
		units = append(units, unit(data[i], data[i+1]))
	}
	return string(utf16.Decode(units))
}
