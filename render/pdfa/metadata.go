package pdfa

import (
	"bytes"
	"crypto/md5"
	"encoding/binary"
	"encoding/xml"
	"fmt"
	"math"
	"strings"
	"sync"
	"time"
)

func (d *Document) writeMetadata(w *writer, l *layout) {
	w.raw(l.metadata, "/Type/Metadata/Subtype/XML", d.xmp())
	w.packed(l.icc, "/N 3", screen())
	for i, a := range d.attach {
		w.stream(l.file[i], fmt.Sprintf("/Type/EmbeddedFile/Subtype%s/Params<</Size %d/CheckSum<%x>/ModDate%s>>", name(a.MediaType), len(a.Data), md5.Sum(a.Data), date(d.info.Made)), a.Data)
		w.object(l.spec[i], fmt.Sprintf("<</Type/Filespec/F%s/UF%s/Desc%s/AFRelationship%s/EF<</F %d 0 R/UF %d 0 R>>>>",
			text(a.Name), text(a.Name), text(a.Description), name(string(a.Relation)), l.file[i], l.file[i]))
	}
}

func date(t time.Time) string { return "(D:" + t.UTC().Format("20060102150405") + "+00'00')" }

// xmp describes the document. PDF/A asks that the words of PDF/UA are themselves described.
func (d *Document) xmp() []byte {
	claim, about, id := "", "", ""
	if d.profile != Fillable {
		claim, about = "<pdfaid:part>"+string(d.profile[0])+"</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>", extension
	}
	if d.info.ID != "" {
		id = "<dc:identifier>" + escaped(d.info.ID) + "</dc:identifier>\n"
	}
	when := d.info.Made.UTC().Format("2006-01-02T15:04:05+00:00")
	var b bytes.Buffer
	b.WriteString("<?xpacket begin=\"\uFEFF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n")
	fmt.Fprintf(&b, `<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:format>application/pdf</dc:format>
%s<dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:description>
<dc:creator><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>%s</xmp:CreateDate><xmp:ModifyDate>%s</xmp:ModifyDate><xmp:MetadataDate>%s</xmp:MetadataDate>
<xmp:CreatorTool>%s</xmp:CreatorTool><pdf:Producer>%s</pdf:Producer>
%s<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
`, id, escaped(d.info.Title), escaped(d.info.Subject), escaped(d.info.Author), escaped(d.info.Language), when, when, when, escaped(d.info.Program), escaped(d.info.Program), claim)
	b.WriteString(about + "</rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>")
	return b.Bytes()
}

func escaped(s string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(s)) // into memory: it cannot fail
	return b.String()
}

const extension = `<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>part of ISO 14289 to which the document conforms</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
`

// screen is the colour profile of an ordinary screen, sRGB (IEC 61966-2-1), made here from
// the standard's own figures and compressed once.
var screen = sync.OnceValue(func() []byte { return deflate(sRGB()) })

func sRGB() []byte {
	curve := curveTag()
	tags := []struct {
		name string
		data []byte
	}{
		{"desc", descTag("sRGB IEC61966-2.1")}, {"cprt", append([]byte("text\x00\x00\x00\x00"), "Public domain\x00"...)},
		{"wtpt", xyzTag(0.9505, 1, 1.0891)}, {"rXYZ", xyzTag(0.43607, 0.22249, 0.01392)}, {"gXYZ", xyzTag(0.38515, 0.71687, 0.09708)},
		{"bXYZ", xyzTag(0.14307, 0.06061, 0.7141)}, {"rTRC", curve}, {"gTRC", curve}, {"bTRC", curve},
	}
	head := make([]byte, 128)
	copy(head[8:], []byte{2, 0x10, 0, 0})
	copy(head[12:], "mntrRGB XYZ ")
	copy(head[24:], []byte{0x07, 0xCF, 0, 1, 0, 1}) // a date: 1 January 1999, the standard's year
	copy(head[36:], "acsp")
	for i, v := range []float64{0.9642, 1, 0.8249} { // the white that profiles are joined by
		binary.BigEndian.PutUint32(head[68+4*i:], fixed(v))
	}
	table := binary.BigEndian.AppendUint32(nil, uint32(len(tags)))
	var body []byte
	start, curveAt := 128+4+12*len(tags), 0
	for _, t := range tags {
		at := start + len(body)
		if t.name == "gTRC" || t.name == "bTRC" {
			at = curveAt // the three curves are one
		} else {
			body = append(body, t.data...)
			for len(body)%4 != 0 {
				body = append(body, 0)
			}
		}
		if t.name == "rTRC" {
			curveAt = at
		}
		table = append(table, t.name...)
		table = binary.BigEndian.AppendUint32(table, uint32(at))
		table = binary.BigEndian.AppendUint32(table, uint32(len(t.data)))
	}
	out := append(append(head, table...), body...)
	binary.BigEndian.PutUint32(out, uint32(len(out)))
	return out
}

func fixed(v float64) uint32 { return uint32(int32(math.Round(v * 65536))) }

func xyzTag(x, y, z float64) []byte {
	out := []byte("XYZ \x00\x00\x00\x00")
	for _, v := range []float64{x, y, z} {
		out = binary.BigEndian.AppendUint32(out, fixed(v))
	}
	return out
}

func descTag(s string) []byte {
	out := []byte("desc\x00\x00\x00\x00")
	out = binary.BigEndian.AppendUint32(out, uint32(len(s)+1))
	out = append(append(out, s...), 0)
	return append(out, make([]byte, 4+4+2+1+67)...) // no name in other scripts
}

// curveTag is the curve of brightness: straight near black, then a power.
func curveTag() []byte {
	const steps = 1024
	out := append([]byte("curv\x00\x00\x00\x00"), 0, 0, steps>>8, steps&0xFF)
	for i := range steps {
		v := float64(i) / (steps - 1)
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		out = binary.BigEndian.AppendUint16(out, uint16(math.Round(v*65535)))
	}
	return out
}
