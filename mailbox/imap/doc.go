// Package imap takes mail in: every message of one folder is handed over exactly once as bytes, and moved away only after somebody has decided
// what it is.
//
// The inbox is the queue, the desk (a database) is the truth, and the move comes last. Nothing is read from or written to flags, since people
// and phones change them. The worker trusts little: each wire action has a deadline that closes the connection, since no library or keep-alive
// notices a dead peer in time; a body counts only when all its bytes came and the command ended well; a server that answers "OK" and gives
// nothing is asked again; and a move is never sent in the form that may delete without having copied (see move.go).
package imap

import (
	"context"
	"time"
)

// Key is where a message lies. It names one message for ever; when the server gives the folder a new UIDValidity, every message is new.
type Key struct {
	Account, Folder  string
	UIDValidity, UID uint32
}

// State is how far the desk is with a message.
type State int

const (
	New     State = iota // not seen before, or not stored
	Waiting              // bytes are safe, not decided
	Decided              // it may be moved to Standing.Folder
	Moved                // moved before; if it still lies here, the move is done again
)

// Standing is the desk's view of one message. Folder is where it belongs, "" for Folders.Processed.
type Standing struct {
	State  State
	Folder string
}

// Desk receives the mail. Its methods are called from one goroutine. Any error means "not now": the worker tries again later, and no message
// is passed over. An error of Store delays that message only.
type Desk interface {
	// Look returns what is known of the messages; one that is missing is New.
	Look(ctx context.Context, account, folder string, uidValidity uint32, uids []uint32) (map[uint32]Standing, error)
	// Store returns only when the bytes are safe. Bytes that were seen before may be Decided already.
	Store(ctx context.Context, key Key, received time.Time, raw []byte) (Standing, error)
	// Refuse records a message that could not be taken in whole: code is CodeTooLarge, CodePlaceholder or CodeFetchFailed, header what could be had
	// of its header, possibly nothing. The message then goes to the Attention folder.
	Refuse(ctx context.Context, key Key, header []byte, code string) error
	// Moved records that messages have left for folder; uids are their numbers there, 0 where the server did not tell.
	Moved(ctx context.Context, keys []Key, folder string, uids []uint32) error
}

// Witness is what a desk may also be. Each time the folder was opened (at connection and at each renewal of IDLE) it hears which messages lie there: a decided one that is not among them
// was moved before a crash, a waiting one was taken away by a person.
type Witness interface {
	Present(ctx context.Context, account, folder string, uidValidity uint32, uids []uint32) error
}

// Codes of refused messages.
const (
	CodeTooLarge    = "imap.too-large"    // larger than Config.MaxMessage
	CodePlaceholder = "imap.placeholder"  // Exchange could not convert the message and gave a notice instead
	CodeFetchFailed = "imap.fetch-failed" // the server would not give it, three times
)
