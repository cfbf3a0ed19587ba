package pdfium

import (
	"errors"
	"unicode/utf16"

	"mdaplus/forms/pdf"
)

// Codes of FPDF_GetLastError.
const (
	errPassword = 4
	errSecurity = 5
)

// formVersion is the version of the structure that tells the engine what a form may call:
// nothing.
const (
	formVersion = 2
	formBytes   = 512
)

func (m *machine) document(data []byte) (*pdf.Document, error) {
	if len(data) > maxMemory/3 {
		return nil, pdf.ErrTooLarge
	}
	m.room = m.call("malloc", roomBytes)
	file := m.put(data)
	handle := m.call("FPDF_LoadMemDocument", file, uint64(len(data)), 0)
	if handle == 0 {
		switch m.call("FPDF_GetLastError") {
		case errPassword, errSecurity:
			return nil, pdf.ErrEncrypted
		}
		return nil, pdf.ErrDamaged
	}
	n := m.number("FPDF_GetPageCount", handle)
	switch {
	case n <= 0:
		return nil, pdf.ErrDamaged
	case n > maxPages:
		return nil, pdf.ErrTooLarge
	}
	doc := &pdf.Document{}
	facts(data, doc)
	form := m.form(handle)
	for i := range n {
		p, err := m.page(handle, form, i)
		if err != nil {
			return nil, err
		}
		doc.Pages = append(doc.Pages, p)
	}
	if form != 0 {
		remade := m.stored(data, doc)
		m.shown(handle, doc, remade)
	}
	return doc, nil
}

// form opens the controls of a document; 0 when it has none.
func (m *machine) form(document uint64) uint64 {
	if m.number("FPDF_GetFormType", document) == 0 {
		return 0
	}
	info := m.put(make([]byte, formBytes))
	m.memory.WriteUint32Le(uint32(info), formVersion)
	return m.call("FPDFDOC_InitFormFillEnvironment", document, info)
}

func (m *machine) page(document, form uint64, i int) (p pdf.Page, err error) {
	page := m.call("FPDF_LoadPage", document, uint64(i))
	if page == 0 {
		return p, pdf.ErrDamaged
	}
	defer m.call("FPDF_ClosePage", page)
	p.Rotation = m.number("FPDFPage_GetRotation", page)
	if m.yes("FPDF_GetPageBoundingBox", page, m.room) {
		p.Visible = m.rect(m.room)
	}
	t := m.painted(page, &p)
	m.text(page, &p, t)
	m.notes(page, form, &p)
	return p, nil
}

// rect reads an FS_RECTF: left, top, right, bottom.
func (m *machine) rect(at uint64) pdf.Rect {
	return ordered(m.float(at), m.float(at+12), m.float(at+8), m.float(at+4))
}

func ordered(left, bottom, right, top float64) pdf.Rect {
	return pdf.Rect{Left: min(left, right), Bottom: min(bottom, top), Right: max(left, right), Top: max(bottom, top)}
}

// sized asks twice, as the engine wants it: for the size, and for the text in UTF-16.
func (m *machine) sized(name string, args ...uint64) string {
	n := int(uint32(m.call(name, append(args[:len(args):len(args)], 0, 0)...)))
	if n <= 2 || n > maxText {
		if n > maxText {
			panic(tooLarge{})
		}
		return ""
	}
	at := m.room
	if n > roomBytes {
		at = m.call("malloc", uint64(n))
		if at == 0 {
			panic(tooLarge{})
		}
		defer m.call("free", at)
	}
	m.call(name, append(args[:len(args):len(args)], at, uint64(n))...)
	b := m.bytes(at, n)
	units := make([]uint16, 0, n/2)
	for i := 0; i+1 < len(b); i += 2 {
		u := uint16(b[i]) | uint16(b[i+1])<<8
		if u == 0 {
			break
		}
		units = append(units, u)
	}
	return string(utf16.Decode(units))
}

// key puts a name where the engine can read it.
func (m *machine) key(name string) uint64 {
	at := m.room + roomBytes - 256
	if !m.memory.Write(uint32(at), append([]byte(name), 0)) {
		panic(trap{errors.New("memory")})
	}
	return at
}
