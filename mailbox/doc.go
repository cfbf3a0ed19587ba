// Package mailbox decides what a mail says, without ever refusing one.
//
// A mail that a person could open in a mail program must be readable here as well, however broken it is: what cannot be parsed by the letter of
// the RFCs is repaired, and every repair leaves a warning code, so that a wrong guess can be explained later. Bytes are kept as they were sent;
// text is decoded only when asked for. Everything is pure: bytes in, values out; no clock, no network, no log.
//
// Around the parser stand the decisions that need nothing but the message: may an automatic answer be sent (MayAnswer), what kind of mail is it
// (Classify), what does a delivery report tell (ParseBounce), how sure are we of the sender (ReadTrust), is the content elsewhere
// (IsSecureNotice) — and the one place where outgoing bytes are made (Compose).
package mailbox

// Limits of what is read. A limit that is reached cuts, warns with a code whose Incomplete is true, and goes on.
const (
	MaxMessage       = 50 << 20  // bytes of one message
	MaxDepth         = 20        // multiparts inside one another
	MaxEmbedded      = 2         // messages inside one another that are opened; deeper ones stay attachments
	MaxParts         = 500       // parts of a message, all levels together
	MaxHeader        = 256 << 10 // bytes of one header block
	MaxHeaderLine    = 64 << 10  // bytes of one unfolded header field
	MaxFilename      = 255       // bytes of a file name
	MaxDecoded       = 200 << 20 // bytes of all decoded bodies together
	maxAddresses     = 500       // addresses read from one field
	maxReferences    = 100       // message identifiers read from one field, the last ones
	maxWarnings      = 200       // warnings kept
	maxBoundaryGuess = 200       // bytes of a boundary that we guess
)

// Code names a repair or an oddity; codes are stable.
type Code string

const (
	CodeMessageTooLarge    Code = "mail.message-too-large"
	CodeTooDeep            Code = "mail.too-deep"
	CodeTooManyParts       Code = "mail.too-many-parts"
	CodeHeaderTooLarge     Code = "mail.header-too-large"
	CodeLineTooLong        Code = "mail.line-too-long"
	CodeDecodedTooLarge    Code = "mail.decoded-too-large"
	CodeEmbeddedTooDeep    Code = "mail.embedded-too-deep"
	CodeMboxLine           Code = "mail.mbox-line"
	CodeLeadingBlank       Code = "mail.leading-blank-line"
	CodeBadHeaderLine      Code = "mail.bad-header-line"
	CodeNoHeaderEnd        Code = "mail.no-header-end"
	CodeCROnly             Code = "mail.cr-line-ends"
	CodeBadContentType     Code = "mail.bad-content-type"
	CodeDuplicateHeader    Code = "mail.duplicate-header"
	CodeDuplicateParameter Code = "mail.duplicate-parameter"
	CodeBoundaryMissing    Code = "mail.boundary-missing"
	CodeBoundaryGuessed    Code = "mail.boundary-guessed"
	CodeBoundaryUnclosed   Code = "mail.boundary-unclosed"
	CodePartAfterEnd       Code = "mail.part-after-end"
	CodeTextAfterEnd       Code = "mail.text-after-end"
	CodeUnknownEncoding    Code = "mail.unknown-encoding"
	CodeBase64Repaired     Code = "mail.base64-repaired"
	CodeBase64Cut          Code = "mail.base64-cut"
	CodeBase64Tail         Code = "mail.base64-tail"
	CodeNotBase64          Code = "mail.not-base64"
	CodeQPRepaired         Code = "mail.qp-repaired"
	CodeUnknownCharset     Code = "mail.unknown-charset"
	CodeCharsetGuessed     Code = "mail.charset-guessed"
	CodeFilenameCleaned    Code = "mail.filename-cleaned"
	CodeBadDate            Code = "mail.bad-date"
)

// incomplete lists the codes after which something of the message has not been read.
var incomplete = map[Code]bool{
	CodeMessageTooLarge: true, CodeTooDeep: true, CodeTooManyParts: true, CodeHeaderTooLarge: true,
	CodeDecodedTooLarge: true, CodeEmbeddedTooDeep: true, CodeBase64Cut: true,
}

// Warning is one repair. Part is the place as in IMAP ("1.2"; "" is the message itself).
type Warning struct {
	Code Code
	Part string
}

// Incomplete reports whether something was left unread: such a message is for a person as well.
func (w Warning) Incomplete() bool { return incomplete[w.Code] }
