package read

import (
	"bytes"
	"image"
	_ "image/gif" // sizes of pictures
	_ "image/jpeg"
	_ "image/png"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"mdaplus/forms"
	"mdaplus/forms/html"
	"mdaplus/forms/sheet"
	"mdaplus/forms/text"
	"mdaplus/mailbox"
)

// body is the text of one message, as HTML, as plain text or both; the HTML one counts.
type body struct {
	html, plain *mailbox.Part
	more        []*mailbox.Part // further inline text
}

// letter is one message of a mail: the mail itself, or one that was forwarded in it.
type letter struct {
	message     *mailbox.Message
	body        body
	attachments []*mailbox.Part
}

// readMail decides about a mail.
func readMail(r *Result, raw []byte, opts Options) {
	m := mailbox.Parse(raw)
	kind, _ := mailbox.Classify(m, opts.Own)
	r.Mail = envelope(m, kind, opts)
	if kind.Final() {
		r.ignore(string(kind))
		return
	}
	m = opened(m, opts.Keys)
	if code := closed(m); code != "" {
		r.hold(code)
		return
	}
	c := &contents{opts: opts}
	for _, l := range letters(m) {
		c.letter(l)
	}
	c.decide(r, m, kind)
}

// opened takes a mail out of its S/MIME wrappings: it may be signed, encrypted, and signed
// again within.
func opened(m *mailbox.Message, keys []mailbox.Key) *mailbox.Message {
	const layers = 3
	for range layers {
		inner, ok := mailbox.OpenSigned(m)
		if !ok {
			inner, ok = mailbox.OpenEncrypted(m, keys)
		}
		if !ok {
			return m
		}
		m = inner
	}
	return m
}

// closed says why nothing in a mail can be read: locked away, or not the true message.
func closed(m *mailbox.Message) string {
	switch m.Protection() {
	case mailbox.ProtectionEncrypted, mailbox.ProtectionOpaque:
		return "smime-encrypted"
	case mailbox.ProtectionRights:
		return "encrypted"
	}
	switch {
	case mailbox.IsPlaceholder(m):
		return "placeholder"
	case isNotice(m):
		return "secure-mail-notice"
	}
	return ""
}

func isNotice(m *mailbox.Message) bool {
	_, ok := mailbox.IsSecureNotice(m, mailbox.DefaultSecurePatterns())
	return ok
}

// letters gives the mail and the messages forwarded in it, the outermost first.
func letters(m *mailbox.Message) []letter {
	l := letter{message: m}
	var inner []*mailbox.Message
	l.collect(m.Root, false, &inner)
	out := []letter{l}
	for _, e := range inner {
		out = append(out, letters(e)...)
	}
	return out
}

func (l *letter) collect(p *mailbox.Part, alternative bool, inner *[]*mailbox.Message) {
	switch {
	case p.Embedded != nil:
		*inner = append(*inner, p.Embedded)
	case p.IsMultipart():
		for _, c := range p.Children {
			l.collect(c, alternative || p.MediaType == "multipart/alternative", inner)
		}
	case p.IsAttachment() || p.MediaType != "text/plain" && p.MediaType != "text/html":
		l.attachments = append(l.attachments, p)
	case p.MediaType == "text/html" && l.body.html == nil:
		l.body.html = p
	case p.MediaType == "text/plain" && l.body.plain == nil:
		l.body.plain = p
	default:
		l.body.more = append(l.body.more, p)
	}
}

// written is the text of a body: what was written now, and what older mail it quotes.
type written struct {
	now, older *sheet.Sheet
	text       string // plain text, as it came
}

func (b body) read() (shown, plain written, ok bool) {
	ok = true
	if b.html != nil {
		now, older, err := html.Mail([]byte(shownText(b.html)))
		if err != nil {
			ok = false
		} else {
			shown = written{now: now, older: older}
		}
	}
	if b.plain != nil {
		plain.text = shownText(b.plain)
		plain.now, plain.older = text.Mail(plain.text)
	}
	return shown, plain, ok
}

// shownText gives the text of a part. Where UTF-8 was sent under the name of a code page of
// one byte a letter ("Ã©Ã©n"), it is read as what it is.
func shownText(p *mailbox.Part) string {
	s := p.Text()
	raw, err := charmap.Windows1252.NewEncoder().String(s)
	if err != nil || raw == s || !utf8.ValidString(raw) {
		return s
	}
	return raw
}

// textOf gives the visible text of a sheet, a line a paragraph.
func textOf(sh *sheet.Sheet) string {
	if sh == nil {
		return ""
	}
	var b strings.Builder
	sheet.Each(sh.Blocks, func(p *sheet.Paragraph) {
		b.WriteString(p.Text())
		b.WriteByte('\n')
	})
	return b.String()
}

// contents is what was found in the letters of a mail.
type contents struct {
	opts       Options
	bodies     []forms.Reading // forms in the text of the mail
	files      []forms.Reading // forms in attachments
	unread     []string        // codes of attachments that stayed closed
	extra      bool            // an attachment without a form
	said       []*sheet.Sheet  // text written now that is no form
	words      []bothTexts     // the same, as HTML and as plain text
	older      []*sheet.Sheet
	unreadable bool // the text itself could not be read
}

func (c *contents) letter(l letter) {
	shown, plain, ok := l.body.read()
	c.unreadable = c.unreadable || !ok
	now := shown.now
	if now == nil {
		now = plain.now
	}
	around := textOf(now)
	found := c.form(shown.now, plain.now)
	if found == nil && now != nil {
		c.said = append(c.said, now)
		c.words = append(c.words, bothTexts{shown.now, plain.now, plain.text})
	}
	c.bodies = append(c.bodies, found...)
	for _, p := range l.body.more {
		c.piece(p)
	}
	if o := first(shown.older, plain.older); o != nil {
		c.older = append(c.older, o)
	}
	for _, p := range l.attachments {
		c.attachment(p, around)
	}
}

func first(a, b *sheet.Sheet) *sheet.Sheet {
	if a != nil && len(a.Blocks) > 0 {
		return a
	}
	return b
}

// form reads a form in the text of a mail. The HTML counts; where the plain text says
// something else with certainty, it is asked.
func (c *contents) form(shown, plain *sheet.Sheet) []forms.Reading {
	o := forms.Options{Region: c.opts.Region, Source: "body"}
	var byHTML, byText []forms.Reading
	if shown != nil {
		byHTML = forms.Recognise(shown, o)
	}
	if plain != nil {
		byText = forms.Recognise(plain, o)
	}
	switch {
	case shown == nil:
		return byText
	case len(byHTML) == 0 && len(byText) > 0:
		if strings.TrimSpace(textOf(shown)) != "" {
			doubtAll(byText, "copies-differ")
		}
		return byText
	case len(byHTML) == len(byText):
		for i := range byHTML {
			compare(&byHTML[i], byText[i].Fields, byText[i].Criteria, "copies-differ")
			differ(&byHTML[i], &byText[i], "copies-differ")
		}
	}
	return byHTML
}

// doubtAll turns everything that was read into questions.
func doubtAll(all []forms.Reading, code string) {
	for i := range all {
		for _, id := range readIDs(&all[i]) {
			forms.Doubt(&all[i], id, code)
		}
	}
}

// choices are the fields whose answers are compared between copies; free text may be
// wrapped or worded otherwise.
var choices = []string{"initials", "role", "municipality", "same-address", "zvh"}

// compare doubts what another copy says otherwise with certainty.
func compare(r *forms.Reading, fields map[string]forms.Answer, criteria map[string]forms.Criterion, code string) {
	for _, id := range choices {
		if b, ok := fields[id]; ok && b.Status == forms.Read && r.Fields[id].Status == forms.Read && !alike(b.Value, r.Fields[id].Value) {
			forms.Doubt(r, id, code)
		}
	}
	for id, b := range criteria {
		if a, ok := r.Criteria[id]; ok && b.Status == forms.Read && a.Status == forms.Read && a.Value != b.Value {
			forms.Doubt(r, id, code)
		}
	}
}

func alike(a, b string) bool {
	return strings.EqualFold(strings.ReplaceAll(a, " ", ""), strings.ReplaceAll(b, " ", ""))
}

// piece reads further inline text, such as a footer that a gateway added.
func (c *contents) piece(p *mailbox.Part) {
	var sh *sheet.Sheet
	if p.MediaType == "text/html" {
		now, _, err := html.Mail([]byte(shownText(p)))
		if err != nil {
			c.unreadable = true
			return
		}
		sh = now
	} else {
		sh, _ = text.Mail(shownText(p))
	}
	if found := forms.Recognise(sh, forms.Options{Region: c.opts.Region, Source: "body"}); found != nil {
		c.bodies = append(c.bodies, found...)
		return
	}
	c.said = append(c.said, sh)
}

// attachment reads one attachment, and what is in it when it is only a wrapping.
func (c *contents) attachment(p *mailbox.Part, around string) {
	if beside(p) {
		return
	}
	kind := sniff(p.Body)
	if kind != kindZip && kind != kindTNEF {
		c.file(p, around)
		return
	}
	files, code := unpacked(kind, p.Body)
	if code != "" {
		c.unread = append(c.unread, code)
	}
	for _, f := range files {
		if !beside(f) {
			c.file(f, around)
		}
	}
}

// file reads one file, or notes that it stayed closed.
func (c *contents) file(p *mailbox.Part, around string) {
	data := p.Body
	if kind := sniff(data); kind == kindText || kind == kindHTML && p.MediaType == "text/html" {
		data = []byte(shownText(p))
	}
	d := readDocument(orName(p), data, c.opts, around)
	switch {
	case len(d.forms) > 0:
		sum := Hash(p.Body)
		for i := range d.forms {
			d.forms[i].SourceSHA256 = sum
		}
		c.files = append(c.files, d.forms...)
	case d.code == "no-form":
		c.extra = true
	default:
		c.unread = append(c.unread, d.code)
	}
}

func orName(p *mailbox.Part) string {
	if p.Filename != "" {
		return p.Filename
	}
	return "bijlage " + p.Path
}

// smallPicture is the size below which a picture in a mail is taken for a logo.
const smallPicture = 64 << 10

// beside says whether a part belongs to the mail's furniture: signatures, cards,
// calendars, small pictures of a signature block.
func beside(p *mailbox.Part) bool {
	switch p.MediaType {
	case "application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-keys", "text/vcard",
		"text/x-vcard", "text/calendar", "application/ics", "text/rfc822-headers", "message/delivery-status", "message/disposition-notification",
		"text/x-amp-html", "text/enriched":
		return true
	}
	if len(p.Body) == 0 {
		return true
	}
	switch kind := sniff(p.Body); kind {
	case kindImage:
		inline := p.ContentID != "" || p.Disposition == "inline" || p.Disposition == ""
		return inline && len(p.Body) < smallPicture || tiny(p.Body)
	case kindText, kindUnknown:
		return signature(p.Filename)
	}
	return false
}

// leastPicture is the width and height, in pixels, from which a picture may show a form.
const leastPicture = 200

// tiny says whether a picture is too small for a form to be read in it.
func tiny(data []byte) bool {
	c, _, err := image.DecodeConfig(bytes.NewReader(data))
	return err == nil && (c.Width < leastPicture || c.Height < leastPicture)
}

// signature says whether a file name is that of a signature, card or appointment.
func signature(name string) bool {
	name = strings.ToLower(name)
	for _, end := range []string{".p7s", ".asc", ".sig", ".vcf", ".ics"} {
		if strings.HasSuffix(name, end) {
			return true
		}
	}
	return false
}
