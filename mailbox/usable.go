package mailbox

// UsableMessageID says whether a Message-ID may be repeated in a mail of ours:
// many are not what RFC 5322 section 3.6.4 allows.
func UsableMessageID(id string) bool { return isMessageID(id) }
