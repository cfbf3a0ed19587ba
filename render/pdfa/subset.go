package pdfa

import (
	"bytes"
	"encoding/binary"
	"math/bits"
)

// cut gives the font with only these outlines, and those they are composed of. The numbers
// of glyphs stay, so that nothing that refers to them changes.
func (f *Font) cut(glyphs []int) []byte {
	keep := make([]bool, len(f.widths))
	f.keep(keep, 0)
	for _, g := range glyphs {
		f.keep(keep, g)
	}
	var glyf bytes.Buffer
	loca := make([]byte, 0, 4*(len(keep)+1))
	for g := range keep {
		loca = binary.BigEndian.AppendUint32(loca, uint32(glyf.Len()))
		if keep[g] {
			glyf.Write(f.outline(g))
			for glyf.Len()%4 != 0 {
				glyf.WriteByte(0)
			}
		}
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(glyf.Len()))
	head := bytes.Clone(f.tables["head"])
	binary.BigEndian.PutUint16(head[50:], 1) // the places of outlines take four bytes each
	binary.BigEndian.PutUint32(head[8:], 0)
	return assemble([]fontTable{{"cvt ", f.tables["cvt "]}, {"fpgm", f.tables["fpgm"]}, {"glyf", glyf.Bytes()}, {"head", head}, {"hhea", f.tables["hhea"]},
		{"hmtx", f.tables["hmtx"]}, {"loca", loca}, {"maxp", f.tables["maxp"]}, {"prep", f.tables["prep"]}})
}

// keep marks a glyph and the parts that it is composed of.
func (f *Font) keep(keep []bool, glyph int) {
	if glyph >= len(keep) || keep[glyph] {
		return
	}
	keep[glyph] = true
	o := f.outline(glyph)
	if len(o) < 10 || i16(o) >= 0 {
		return
	}
	const (
		wordArguments = 1 << 0
		oneScale      = 1 << 3
		more          = 1 << 5
		twoScales     = 1 << 6
		matrix        = 1 << 7
	)
	for at := 10; at+4 <= len(o); {
		flags := u16(o[at:])
		f.keep(keep, int(u16(o[at+2:])))
		at += 6
		if flags&wordArguments != 0 {
			at += 2
		}
		switch {
		case flags&oneScale != 0:
			at += 2
		case flags&twoScales != 0:
			at += 4
		case flags&matrix != 0:
			at += 8
		}
		if flags&more == 0 {
			return
		}
	}
}

// outline gives the bytes of a glyph; none for a space.
func (f *Font) outline(glyph int) []byte {
	loca, glyf := f.tables["loca"], f.tables["glyf"]
	var from, to int
	if i16(f.tables["head"][50:]) == 0 {
		if 2*glyph+4 > len(loca) {
			return nil
		}
		from, to = 2*int(u16(loca[2*glyph:])), 2*int(u16(loca[2*glyph+2:]))
	} else {
		if 4*glyph+8 > len(loca) {
			return nil
		}
		from, to = int(u32(loca[4*glyph:])), int(u32(loca[4*glyph+4:]))
	}
	if from > to || to > len(glyf) {
		return nil
	}
	return glyf[from:to]
}

type fontTable struct {
	name string
	data []byte
}

// assemble writes a font file; the tables are in the order of their names.
func assemble(tables []fontTable) []byte {
	present := tables[:0:0]
	for _, t := range tables {
		if len(t.data) > 0 {
			present = append(present, t)
		}
	}
	n := len(present)
	power := 1 << (bits.Len(uint(n)) - 1)
	out := binary.BigEndian.AppendUint32(nil, 0x00010000)
	for _, v := range []int{n, power * 16, bits.Len(uint(power)) - 1, n*16 - power*16} {
		out = binary.BigEndian.AppendUint16(out, uint16(v))
	}
	at, headAt := len(out)+16*n, 0
	for _, t := range present {
		if t.name == "head" {
			headAt = at
		}
		out = append(out, t.name...)
		out = binary.BigEndian.AppendUint32(out, checksum(t.data))
		out = binary.BigEndian.AppendUint32(out, uint32(at))
		out = binary.BigEndian.AppendUint32(out, uint32(len(t.data)))
		at += (len(t.data) + 3) &^ 3
	}
	for _, t := range present {
		out = append(out, t.data...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	binary.BigEndian.PutUint32(out[headAt+8:], 0xB1B0AFBA-checksum(out))
	return out
}

func checksum(data []byte) (sum uint32) {
	for len(data) >= 4 {
		sum += u32(data)
		data = data[4:]
	}
	if len(data) > 0 {
		var last [4]byte
		copy(last[:], data)
		sum += u32(last[:])
	}
	return sum
}
