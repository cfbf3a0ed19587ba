//go:build linux && !amd64

package reader

var archDenied []uint32
