//go:build !linux

package convert

import (
	"errors"
	"os/exec"
)

func shutIn(*exec.Cmd) error {
	return errors.New("this system cannot shut LibreOffice in; documents of older programs are not converted")
}

func limit(int) error { return nil }
