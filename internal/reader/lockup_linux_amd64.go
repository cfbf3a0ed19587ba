package reader

import "golang.org/x/sys/unix"

// archDenied are the older calls that only this processor has.
var archDenied = []uint32{unix.SYS_OPEN, unix.SYS_CREAT, unix.SYS_ACCEPT, unix.SYS_UNLINK, unix.SYS_RENAME, unix.SYS_MKDIR, unix.SYS_LINK, unix.SYS_SYMLINK, unix.SYS_FORK, unix.SYS_VFORK}
