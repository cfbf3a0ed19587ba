// Package scenario tests the whole program as its users have it: the built binary,
// a real Dovecot, a real SMTP receiver, SQLite and PostgreSQL, killed and cut off at
// any moment. It decides what "nothing lost, nothing doubled" means: every distinct
// message has exactly one outcome, every distinct referral exactly one case, and
// every answer that was decided arrived once.
package scenario
