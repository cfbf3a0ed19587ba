package read

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"strings"

	"mdaplus/mailbox"
)

// Limits of what an attachment may hold.
const (
	maxPacked      = 100      // files in one zip
	maxPackedFile  = 32 << 20 // bytes of one of them, unpacked
	maxPackedTotal = 64 << 20
)

var (
	errPackedTooLarge = errors.New("more is packed than may be unpacked")
	errPackedLocked   = errors.New("a packed file has a password")
)

// unpacked gives the files in an attachment that is only a wrapping, one level deep: a
// zip, or Outlook's winmail.dat. The code says why it stays closed.
func unpacked(kind container, data []byte) (files []*mailbox.Part, code string) {
	var err error
	switch kind {
	case kindZip:
		files, err = unzip(data)
	case kindTNEF:
		files, err = unwrap(data)
	}
	switch {
	case errors.Is(err, errPackedTooLarge):
		return nil, "too-large"
	case errors.Is(err, errPackedLocked):
		return nil, "encrypted"
	case err != nil, len(files) == 0:
		return nil, "container-" + string(kind)
	}
	return files, ""
}

func unzip(data []byte) (files []*mailbox.Part, err error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, err
	}
	if len(z.File) > maxPacked {
		return nil, errPackedTooLarge
	}
	left := int64(maxPackedTotal)
	for _, f := range z.File {
		if f.FileInfo().IsDir() || ofMac(f.Name) {
			continue
		}
		body, err := unzipFile(f, min(left, maxPackedFile))
		if err != nil {
			return nil, err
		}
		left -= int64(len(body))
		files = append(files, &mailbox.Part{Filename: base(f.Name), Disposition: "attachment", Body: body})
	}
	return files, nil
}

// ofMac says whether an entry is what a Mac adds to every zip.
func ofMac(name string) bool {
	return strings.HasPrefix(name, "__MACOSX/") || base(name) == ".DS_Store"
}

// unzipFile trusts no size that is written in the zip.
func unzipFile(f *zip.File, most int64) ([]byte, error) {
	const locked = 0x1
	if f.Flags&locked != 0 {
		return nil, errPackedLocked
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	body, err := io.ReadAll(io.LimitReader(r, most+1))
	if err == nil && int64(len(body)) > most {
		err = errPackedTooLarge
	}
	return body, err
}

// unwrap opens a winmail.dat. The formatted text of the mail counts as a file: where a
// form stands in it, its marks are there and nowhere else.
func unwrap(data []byte) (files []*mailbox.Part, err error) {
	t, err := mailbox.UnpackTNEF(data)
	if err != nil {
		return nil, err
	}
	for _, f := range t.Files {
		files = append(files, &mailbox.Part{Filename: f.Name, Disposition: "attachment", Body: f.Data})
	}
	for _, text := range [][]byte{t.RTF, t.HTML} {
		if len(text) > 0 {
			files = append(files, &mailbox.Part{Disposition: "attachment", Body: text})
		}
	}
	return files, nil
}
