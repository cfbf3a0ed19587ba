// Package bagit packs files in the way that archives exchange them (BagIt 1.0, RFC 8493):
// the files, a list of what there is with SHA-256 and SHA-512, and what the bag is about. It
// decides nothing about the files. The same files give the same bag: dates come from the
// record, never from the clock.
package bagit

import (
	"bytes"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sort"
	"strings"
)

// File is one file of the payload. Name is a path with slashes, below data/.
type File struct {
	Name string
	Data []byte
}

// Info is a line of bag-info.txt.
type Info struct{ Label, Value string }

// ErrName means that a name cannot be in a bag.
var ErrName = errors.New("a name that cannot be in a bag")

const (
	declaration = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
	payload     = "data"
)

// Write makes a bag in dir, which must not exist yet. It appears whole or not at all.
func Write(dir string, info []Info, files []File) error {
	if _, err := os.Stat(dir); err == nil {
		return fmt.Errorf("%s is there already", dir)
	}
	all, err := tagged(info, files)
	if err != nil {
		return err
	}
	return place(filepath.Dir(dir), all, "", dir)
}

// WriteTree writes files below a folder as they are. All of them lie in one folder, which is
// there whole or not at all.
func WriteTree(dir, folder string, files []File) error {
	to := filepath.Join(dir, folder)
	if _, err := os.Stat(to); err == nil {
		return fmt.Errorf("%s is there already", to)
	}
	return place(dir, files, folder, to)
}

// place writes files aside, safe on the disk with the folders that hold them, and gives the
// folder of that name among them its place.
func place(beside string, files []File, folder, to string) error {
	tmp, err := os.MkdirTemp(beside, ".bag-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	if err := writeFiles(tmp, files); err != nil {
		return err
	}
	if err := filepath.WalkDir(tmp, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		return syncDir(path)
	}); err != nil {
		return err
	}
	if err := os.Rename(filepath.Join(tmp, folder), to); err != nil {
		return err
	}
	return syncDir(beside)
}

func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// tagged gives everything that a bag holds: the files below data/, and the lists beside it.
func tagged(info []Info, files []File) ([]File, error) {
	var all []File
	size := 0
	for _, f := range files {
		if !validName(f.Name) {
			return nil, fmt.Errorf("%w: %q", ErrName, f.Name)
		}
		size += len(f.Data)
		all = append(all, File{path.Join(payload, f.Name), f.Data})
	}
	sort.Slice(all, func(i, j int) bool { return all[i].Name < all[j].Name })
	info = append(slices.Clone(info), Info{"Payload-Oxum", fmt.Sprintf("%d.%d", size, len(files))})
	var told strings.Builder
	for _, line := range info {
		fmt.Fprintf(&told, "%s: %s\n", line.Label, strings.Join(strings.Fields(line.Value), " "))
	}
	tags := []File{{"bag-info.txt", []byte(told.String())}, {"bagit.txt", []byte(declaration)},
		{"manifest-sha256.txt", manifest(all, sum256)}, {"manifest-sha512.txt", manifest(all, sum512)}}
	tags = append(tags, File{"tagmanifest-sha256.txt", manifest(tags, sum256)}, File{"tagmanifest-sha512.txt", manifest(tags, sum512)})
	return append(all, tags...), nil
}

// SHA256 is the hash of data as the lists have it.
func SHA256(data []byte) string { return sum256(data) }

func sum256(b []byte) string { s := sha256.Sum256(b); return hex.EncodeToString(s[:]) }
func sum512(b []byte) string { s := sha512.Sum512(b); return hex.EncodeToString(s[:]) }

func manifest(files []File, sum func([]byte) string) []byte {
	var b bytes.Buffer
	for _, f := range files {
		fmt.Fprintf(&b, "%s  %s\n", sum(f.Data), f.Name)
	}
	return b.Bytes()
}

// validName says whether a name stays within the bag on any system. Signs that the standard
// writes in another way, and that validators read differently, are none of ours.
func validName(name string) bool {
	if name == "" || path.Clean(name) != name || path.IsAbs(name) || name == ".." || strings.HasPrefix(name, "../") {
		return false
	}
	return !strings.ContainsAny(name, "%\\:*?\"<>|\x00\r\n")
}

// writeFiles writes files below a folder, each safe on the disk.
func writeFiles(dir string, files []File) error {
	for _, f := range files {
		if !validName(f.Name) {
			return fmt.Errorf("%w: %q", ErrName, f.Name)
		}
		to := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
			return err
		}
		if err := writeSynced(to, f.Data); err != nil {
			return err
		}
	}
	return nil
}

func writeSynced(to string, data []byte) error {
	f, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}

// Check says everything that is wrong with a bag; nothing when it is whole.
func Check(dir string) (wrong []string, err error) {
	there, err := readAll(dir)
	if err != nil {
		return nil, err
	}
	c := &checker{there: there}
	c.say(string(there["bagit.txt"]) != declaration, "bagit.txt: not a bag of version 1.0")
	c.say(there["bag-info.txt"] == nil, "bag-info.txt is missing")
	for _, algorithm := range []struct {
		name string
		sum  func([]byte) string
	}{{"sha256", sum256}, {"sha512", sum512}} {
		c.list("manifest-"+algorithm.name+".txt", algorithm.sum, func(name string) bool { return strings.HasPrefix(name, payload+"/") })
		c.list("tagmanifest-"+algorithm.name+".txt", algorithm.sum, func(name string) bool {
			return !strings.HasPrefix(name, payload+"/") && !strings.HasPrefix(name, "tagmanifest-")
		})
	}
	c.oxum()
	sort.Strings(c.wrong)
	return c.wrong, nil
}

type checker struct {
	there map[string][]byte
	wrong []string
}

func (c *checker) say(bad bool, format string, args ...any) {
	if bad {
		c.wrong = append(c.wrong, fmt.Sprintf(format, args...))
	}
}

// list compares one list with what is there: nothing missing, nothing changed, nothing more.
func (c *checker) list(name string, sum func([]byte) string, belongs func(string) bool) {
	data, ok := c.there[name]
	if !ok {
		c.say(true, "%s is missing", name)
		return
	}
	listed := map[string]bool{}
	for _, line := range strings.Split(strings.TrimSuffix(string(data), "\n"), "\n") {
		want, file, ok := strings.Cut(line, "  ")
		if !ok || !validName(file) || listed[file] {
			c.say(true, "%s: a line that is none", name)
			continue
		}
		listed[file] = true
		content, there := c.there[file]
		c.say(!there, "%s: %s is missing", name, file)
		c.say(there && sum(content) != strings.ToLower(want), "%s: %s was changed", name, file)
	}
	for file := range c.there {
		c.say(belongs(file) && !listed[file], "%s: %s is not on it", name, file)
	}
}

func (c *checker) oxum() {
	size, count := 0, 0
	for name, data := range c.there {
		if strings.HasPrefix(name, payload+"/") {
			size, count = size+len(data), count+1
		}
	}
	c.say(!bytes.Contains(c.there["bag-info.txt"], []byte(fmt.Sprintf("Payload-Oxum: %d.%d\n", size, count))), "bag-info.txt: another size or number of files")
}

// readAll reads a bag. A link in it leads outside and is no file of a bag.
func readAll(dir string) (map[string][]byte, error) {
	there := map[string][]byte{}
	err := filepath.WalkDir(dir, func(at string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		rel, err := filepath.Rel(dir, at)
		if err != nil {
			return err
		}
		if !entry.Type().IsRegular() {
			return fmt.Errorf("%w: %s is a link or device", ErrName, rel)
		}
		there[filepath.ToSlash(rel)], err = os.ReadFile(at)
		return err
	})
	return there, err
}
