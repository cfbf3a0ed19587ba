package convert

import (
	"os"
	"os/exec"
	"syscall"

	"golang.org/x/sys/unix"
)

// shutIn gives the program namespaces of its own: no network but an empty one, no other
// processes, no shared memory with anybody; it ends with this program.
func shutIn(cmd *exec.Cmd) error {
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Setpgid: true, Pdeathsig: syscall.SIGKILL,
		Cloneflags:  unix.CLONE_NEWUSER | unix.CLONE_NEWNET | unix.CLONE_NEWIPC | unix.CLONE_NEWPID,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 65534, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 65534, HostID: os.Getgid(), Size: 1}},
	}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	return nil
}

// limit bounds what the running program may use.
func limit(pid int) error {
	for resource, most := range map[int]uint64{unix.RLIMIT_FSIZE: 2 * maxResult, unix.RLIMIT_CPU: uint64(MaxTime.Seconds()) + 1, unix.RLIMIT_AS: maxMemory, unix.RLIMIT_CORE: 0} {
		if err := unix.Prlimit(pid, resource, &unix.Rlimit{Cur: most, Max: most}, nil); err != nil {
			return err
		}
	}
	return nil
}
