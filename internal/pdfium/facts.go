package pdfium

import (
	"bytes"
	"compress/zlib"
	"io"
	"regexp"

	"mdaplus/forms/pdf"
)

// Limits of looking through the file itself.
const (
	maxStreams  = 2000
	maxInflated = 8 << 20
)

var (
	layersOff  = regexp.MustCompile(`/OFF\s*\[\s*\d|/BaseState\s*/OFF`)
	objStream  = regexp.MustCompile(`/Type\s*/ObjStm`)
	streamWord = []byte("stream")
)

// facts tells what the engine has no function for: whether the file was saved on top of
// earlier states, is a folder of files, keeps its form as XML, or has layers switched off.
// These words stand in the file as they are, or in its packed lists of objects.
func facts(data []byte, doc *pdf.Document) {
	doc.Revisions = bytes.Count(data, []byte("startxref"))
	look := func(b []byte) {
		doc.XFA = doc.XFA || bytes.Contains(b, []byte("/XFA"))
		doc.Portfolio = doc.Portfolio || bytes.Contains(b, []byte("/Collection"))
		doc.Layers = doc.Layers || bytes.Contains(b, []byte("/OCProperties")) && layersOff.Match(b) || layersOff.Match(b)
	}
	look(data)
	left := int64(maxInflated)
	for n := 0; n < maxStreams && left > 0; n++ {
		at := objStream.FindIndex(data)
		if at == nil {
			return
		}
		data = data[at[1]:]
		begin := bytes.Index(data, streamWord)
		if begin < 0 {
			return
		}
		body := bytes.TrimLeft(data[begin+len(streamWord):], "\r\n")
		if z, err := zlib.NewReader(bytes.NewReader(body)); err == nil {
			inflated, _ := io.ReadAll(io.LimitReader(z, left))
			left -= int64(len(inflated))
			look(inflated)
		}
	}
}
