// Package archive keeps sealed bytes in files that are written once and never
// changed: originals as they were mailed in, documents as they were made. A file
// is named by the SHA-256 of what lies on the disk, so that anybody can check the
// whole archive without holding a key, and a damaged disk is seen. When Put
// returns, the bytes have survived a power cut.
package archive

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// ErrMissing and ErrDamaged are what Get and Check find wrong with an object.
var (
	ErrMissing = errors.New("archive object is missing")
	ErrDamaged = errors.New("archive object does not match its name")
)

const (
	objects  = "objects"
	incoming = "incoming"
	nameSize = 2 * sha256.Size
)

// Archive is one folder, which several machines may share.
type Archive struct{ dir string }

// Open makes the folders that are missing.
func Open(dir string) (*Archive, error) {
	for _, sub := range []string{objects, incoming} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o700); err != nil {
			return nil, fmt.Errorf("opening archive: %w", err)
		}
	}
	return &Archive{dir: dir}, nil
}

// Put stores sealed bytes and gives their name. Storing the same bytes again is nothing new.
func (a *Archive) Put(sealed []byte) (string, error) {
	sum := sha256.Sum256(sealed)
	name := hex.EncodeToString(sum[:])
	path := a.path(name)
	if _, err := os.Stat(path); err == nil {
		return name, nil
	}
	if err := a.write(path, sealed); err != nil {
		return "", fmt.Errorf("archiving %d bytes: %w", len(sealed), err)
	}
	return name, nil
}

func (a *Archive) write(path string, data []byte) error {
	folder, err := a.folder(path)
	if err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Join(a.dir, incoming), "put-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(data)
	if err == nil {
		err = tmp.Chmod(0o400)
	}
	if err == nil {
		err = tmp.Sync()
	}
	if err = errors.Join(err, tmp.Close()); err != nil {
		return err
	}
	if err := os.Rename(tmp.Name(), path); err != nil {
		return err
	}
	return syncDir(folder)
}

// folder makes the folder of an object; a new folder must itself survive a power cut.
func (a *Archive) folder(path string) (string, error) {
	folder := filepath.Dir(path)
	err := os.Mkdir(folder, 0o700)
	if errors.Is(err, fs.ErrExist) {
		return folder, nil
	}
	if err != nil {
		return "", err
	}
	return folder, syncDir(filepath.Dir(folder))
}

func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// Get gives the sealed bytes back, checked against their name.
func (a *Archive) Get(name string) ([]byte, error) {
	if !validName(name) {
		return nil, fmt.Errorf("%w: bad name", ErrMissing)
	}
	data, err := os.ReadFile(a.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s", ErrMissing, name)
	}
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != name {
		return nil, fmt.Errorf("%w: %s", ErrDamaged, name)
	}
	return data, nil
}

// Remove takes away an object that nothing points to any more. When it returns without error,
// the object is gone and stays so after a power cut; one that was gone already is no error.
func (a *Archive) Remove(name string) error {
	if !validName(name) {
		return fmt.Errorf("%w: bad name", ErrMissing)
	}
	path := a.path(name)
	err := os.Remove(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return syncDir(filepath.Dir(path))
}

// Has says whether there is an object of that name, whatever its state.
func (a *Archive) Has(name string) bool {
	if !validName(name) {
		return false
	}
	_, err := os.Lstat(a.path(name))
	return err == nil
}

// Walk calls visit with the name of every object, in order.
func (a *Archive) Walk(visit func(name string) error) error {
	return filepath.WalkDir(filepath.Join(a.dir, objects), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		return visit(entry.Name())
	})
}

// Manifest is the name of the list of what must be there, beside the objects.
const Manifest = "manifest-sha256.txt"

// WriteManifest writes the list of the objects that each gives, as sha256sum and BagIt write
// one, in place of the list before. A person without this program or its database can check
// the archive with it: sha256sum --check manifest-sha256.txt.
func (a *Archive) WriteManifest(each func(visit func(name string) error) error) error {
	tmp, err := os.CreateTemp(filepath.Join(a.dir, incoming), "manifest-*")
	if err != nil {
		return fmt.Errorf("writing the manifest of the archive: %w", err)
	}
	defer os.Remove(tmp.Name())
	out := bufio.NewWriter(tmp)
	err = each(func(name string) error {
		if !validName(name) {
			return fmt.Errorf("%w: bad name", ErrMissing)
		}
		_, err := fmt.Fprintf(out, "%s  %s/%s/%s\n", name, objects, name[:2], name)
		return err
	})
	if err == nil {
		err = out.Flush()
	}
	if err == nil {
		err = tmp.Sync()
	}
	if err = errors.Join(err, tmp.Close()); err == nil {
		err = os.Rename(tmp.Name(), filepath.Join(a.dir, Manifest))
	}
	if err == nil {
		err = syncDir(a.dir)
	}
	if err != nil {
		return fmt.Errorf("writing the manifest of the archive: %w", err)
	}
	return nil
}

// Check writes, reads and removes a trial object: whether this folder can do the work.
func (a *Archive) Check() error {
	name, err := a.Put([]byte("mdaplus archive check"))
	if err != nil {
		return err
	}
	_, err = a.Get(name)
	return errors.Join(err, a.Remove(name))
}

func (a *Archive) path(name string) string {
	return filepath.Join(a.dir, objects, name[:2], name)
}

func validName(name string) bool {
	return len(name) == nameSize && strings.Trim(name, "0123456789abcdef") == ""
}
