// Package smtp sends stored mail: the bytes as they are, one recipient at a time, over a submission server (RFC 6409).
//
// What it decides is what an answer of the server, or its absence, means for the mail: sent, to be tried again, refused for good, unknown, or a
// trouble of the account that has nothing to do with this mail. Only the 250 after the final dot is "sent"; what goes wrong after it no longer
// matters, and a connection lost between the dot and the answer is never taken for either.
package smtp

import "time"

// State is what became of one attempt.
type State string

const (
	Sent      State = "sent"      // the server took responsibility
	Retry     State = "retry"     // not now: try again after Backoff
	Failed    State = "failed"    // this mail is refused for good
	Uncertain State = "uncertain" // the connection broke between the final dot and the answer: look in the Sent folder before sending again
	Account   State = "account"   // connection, encryption, log-in or the right to send: pauses the account, the mail keeps its turn
)

// Result is the outcome of Send. Code and Enhanced are the server's ("550", "5.1.1"), zero without an answer; Text is its last line or our
// cause, for the record, and may hold an address: it is not for the log.
type Result struct {
	State    State
	Code     int
	Enhanced string
	Text     string
}

// backoff holds the waits after the first attempts; later ones wait as long as the last.
var backoff = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 4 * time.Hour}

// Backoff returns the wait after the given attempt, counted from 1.
func Backoff(attempt int) time.Duration {
	return backoff[min(max(attempt, 1), len(backoff))-1]
}
