package read

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"mdaplus/forms/docx"
	"mdaplus/forms/odf"
	"mdaplus/forms/rtf"
)

// container is what the bytes of a file are, whatever its name says.
type container string

const (
	kindMail    container = "mail"
	kindDocx    container = "docx"
	kindHTML    container = "html"
	kindText    container = "text"
	kindDoc     container = "doc" // compound file: Word 97, Outlook message, or an encrypted document
	kindZip     container = "zip"
	kindOdt     container = "odt"
	kindPDF     container = "pdf"
	kindRTF     container = "rtf"
	kindTNEF    container = "tnef"
	kindImage   container = "image"
	kindUnknown container = "unknown"
)

// headBytes is how far into a file its kind must show.
const headBytes = 4096

// startBytes is enough to see how a text begins, also one in two bytes a letter.
const startBytes = 64

// pdfHead is how far a PDF's mark may stand from the beginning.
const pdfHead = 1024

var images = [][]byte{
	[]byte("\x89PNG"), []byte("\xff\xd8\xff"), []byte("GIF8"), []byte("II*\x00"), []byte("MM\x00*"), []byte("BM"), []byte("RIFF"),
	[]byte("\x00\x00\x00\x18ftyp"), []byte("\x00\x00\x00\x1cftyp"), []byte("\x00\x00\x00\x20ftyp"), []byte("\x00\x00\x00\x24ftyp"),
}

// sniff tells the container by its bytes.
func sniff(data []byte) container {
	head := data[:min(len(data), headBytes)]
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return zipKind(data)
	case bytes.HasPrefix(head, []byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}):
		return kindDoc
	case bytes.HasPrefix(head, []byte{0x78, 0x9F, 0x3E, 0x22}):
		return kindTNEF
	case rtf.Is(head), strings.HasPrefix(decode(head[:min(len(head), startBytes)]), `{\rtf`):
		return kindRTF
	case bytes.Contains(head[:min(len(head), pdfHead)], []byte("%PDF-")):
		return kindPDF
	case docx.Is(data):
		return kindDocx
	case odf.Is(data):
		return kindOdt
	}
	for _, magic := range images {
		if bytes.HasPrefix(head, magic) {
			return kindImage
		}
	}
	return textKind(head)
}

func zipKind(data []byte) container {
	head := data[:min(len(data), headBytes)]
	switch {
	case bytes.Contains(head, []byte("mimetypeapplication/vnd.oasis.opendocument")):
		return kindOdt
	case docx.Is(data) || bytes.Contains(head, []byte("[Content_Types].xml")) && !bytes.Contains(data, []byte("xl/")) && !bytes.Contains(data, []byte("ppt/")):
		return kindDocx
	case bytes.Contains(head, []byte("[Content_Types].xml")):
		return kindUnknown
	case odf.Is(data):
		return kindOdt
	}
	return kindZip
}

// textKind tells mail, web page and plain text apart.
func textKind(head []byte) container {
	lower := bytes.ToLower(bytes.TrimLeft(head, "\xef\xbb\xbf \t\r\n"))
	wide := bytes.HasPrefix(head, []byte{0xFF, 0xFE}) || bytes.HasPrefix(head, []byte{0xFE, 0xFF})
	switch {
	case isMail(head):
		return kindMail
	case bytes.HasPrefix(lower, []byte("<!doctype html")), bytes.HasPrefix(lower, []byte("<html")), bytes.Contains(lower, []byte("<body")),
		bytes.HasPrefix(lower, []byte("<?xml")) && bytes.Contains(lower, []byte("<html")), bytes.Contains(lower, []byte("<table")), bytes.HasPrefix(lower, []byte("<p>")):
		return kindHTML
	case !wide && bytes.IndexByte(head, 0) >= 0:
		return kindUnknown
	case bytes.HasPrefix(lower, []byte("<?xml")):
		return kindUnknown
	case isBinary(head) && !wide:
		return kindUnknown
	}
	return kindText
}

// isBinary says whether too many control bytes stand in what should be text.
func isBinary(head []byte) bool {
	odd := 0
	for _, b := range head {
		if b < 0x20 && b != '\n' && b != '\r' && b != '\t' && b != '\f' {
			odd++
		}
	}
	return odd*20 > len(head)
}

// mailHeaders are fields of which a mail has at least two near its beginning.
var mailHeaders = map[string]bool{"from": true, "to": true, "subject": true, "date": true, "message-id": true, "received": true, "return-path": true,
	"mime-version": true, "content-type": true, "delivered-to": true, "reply-to": true, "x-mailer": true, "dkim-signature": true, "cc": true,
	"authentication-results": true, "in-reply-to": true, "references": true, "x-original-to": true, "content-transfer-encoding": true}

func isMail(head []byte) bool {
	n := 0
	text := strings.ReplaceAll(strings.ReplaceAll(string(head), "\r\n", "\n"), "\r", "\n")
	for i, line := range strings.Split(text, "\n") {
		if line == "" && i > 0 && n > 0 {
			break
		}
		name, _, ok := strings.Cut(line, ":")
		if ok && mailHeaders[strings.ToLower(name)] {
			if n++; n >= 2 {
				return true
			}
		}
	}
	return false
}

// base gives the last part of a path, cut to a sensible length.
func base(name string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	const longest = 255
	for len(name) > longest {
		_, n := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-n]
	}
	return name
}
