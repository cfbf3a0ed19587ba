package forms

import "mdaplus/forms/sheet"

// entry is a label of the form, ready to be matched. A part is a field of one priority.
type entry struct {
	field     *FieldDefinition
	criterion *CriterionDefinition
	part      bool
	labels    [][]string
	hints     [][]string
}

// labels are the labels of one form.
type labels []*entry

func (e *entry) id() string {
	if e.field != nil {
		return e.field.ID
	}
	return e.criterion.ID
}

// model is a definition made ready: its labels and the sentences that are printed on it.
type model struct {
	def     *Definition
	titles  [][]string // the words of each
	labels  labels
	printed printed
}

var (
	entries  = prepare(&Referral)
	referral = &model{&Referral, folded(Referral.Titles), entries, printedOn(&Referral)}
	// others are the forms beside the referral. Each begins with its own title, so that what
	// is said in a referral never depends on them.
	others = []*model{modelOf(&SafetyPlan), modelOf(&CarePlan), modelOf(&RecoveryPlan), modelOf(&MeetingRegistration)}
)

func modelOf(d *Definition) *model { return &model{d, folded(d.Titles), prepare(d), printedOn(d)} }

func prepare(d *Definition) labels {
	var out labels
	for i := range d.Fields {
		f := &d.Fields[i]
		out = append(out, &entry{field: f, labels: folded(f.Labels), hints: folded(f.Hints)})
	}
	for i := range d.Criteria {
		c := &d.Criteria[i]
		out = append(out, &entry{criterion: c, labels: folded(c.Labels), hints: folded(c.Hints)})
	}
	for i := range d.Parts {
		f := &d.Parts[i]
		out = append(out, &entry{field: f, part: true, labels: folded(f.Labels), hints: folded(f.Hints)})
	}
	return out
}

func folded(labels []string) [][]string {
	var out [][]string
	for _, l := range labels {
		out = append(out, foldWords(l))
	}
	return out
}

// found is a label in a line.
type found struct {
	entry  *entry
	at     int  // first character of the label
	end    int  // first character behind it and its hint
	last   int  // index of the line in which it ends
	struck bool // the label itself is struck through
	boxed  bool // a box stands before it
}

// maxLabelLines is over how many lines a mail program may have wrapped a label.
const maxLabelLines = 3

// cursor walks over the words of a line and those after it.
type cursor struct {
	lines []line
	n, i  int
}

func (c *cursor) word() (string, bool) {
	for c.n < len(c.lines) && c.n < maxLabelLines {
		if c.i < len(c.lines[c.n].words) {
			return c.lines[c.n].words[c.i].text, true
		}
		if c.n+1 >= len(c.lines) || len(c.lines[c.n+1].words) == 0 {
			return "", false
		}
		c.n, c.i = c.n+1, 0
	}
	return "", false
}

// at looks for a label at the beginning of lines[0], behind a number or a sign.
func (ls labels) at(lines []line) (found, bool) {
	first := numberWords(&lines[0])
	for skip := first; skip >= 0; skip -= max(first, 1) {
		if f, ok := ls.matchAt(lines, skip); ok {
			return f, true
		}
	}
	if n := leadIn(&lines[0], first); n > 0 {
		if f, ok := ls.matchAt(lines, first+n); ok && f.entry.criterion != nil {
			return f, true
		}
	}
	return found{}, false
}

// leadIns are words before the name of a criterion that add nothing to it.
var leadIns = folded([]string{"Is er sprake van een", "Is er sprake van", "Sprake van", "Criterium"})

// leadIn counts the words of a lead-in that begins at a word.
func leadIn(l *line, at int) int {
	for _, words := range leadIns {
		if len(l.words) < at+len(words) {
			continue
		}
		same := true
		for i, w := range words {
			same = same && l.words[at+i].text == w
		}
		if same {
			return len(words)
		}
	}
	return 0
}

// numberWords counts the words of a number before a label: "1", "B", "criterium 3", "nr 4".
func numberWords(l *line) int {
	n := 0
	if len(l.words) > 1 && (l.words[0].text == "criterium" || l.words[0].text == "nr" || l.words[0].text == "vraag") {
		n = 1
	}
	if n < len(l.words) && isNumber(l.words[n].text) {
		return n + 1
	}
	return 0
}

func isNumber(w string) bool {
	if len(w) == 1 {
		return w[0] >= '0' && w[0] <= '9' || w[0] >= 'a' && w[0] <= 'h' || w[0] == 'i'
	}
	return len(w) == 2 && w[0] >= '0' && w[0] <= '9' && (w[1] >= '0' && w[1] <= '9' || w[1] >= 'a' && w[1] <= 'h')
}

func (ls labels) matchAt(lines []line, skip int) (found, bool) {
	best, length := found{}, 0
	if skip >= len(lines[0].words) {
		return best, false
	}
	for _, e := range ls {
		for _, label := range e.labels {
			if len(label) <= length {
				continue
			}
			c := cursor{lines: lines, i: skip}
			if !c.follow(label) {
				continue
			}
			best, length = found{entry: e}, len(label)
			c.hint(e.hints)
			best.finish(lines, skip, c)
		}
	}
	return best, length > 0
}

// longLabel is how many words a label has at least in which a shorter word may hold a typing error.
const longLabel = 5

// follow moves over the words of a label; one long word may hold one typing error.
func (c *cursor) follow(label []string) bool {
	slips := 0
	for _, want := range label {
		got, ok := c.word()
		if !ok {
			return false
		}
		if got != want {
			if slips++; slips > 1 || len(want) < 7 && (len(want) < 6 || len(label) < longLabel) || !nearly(got, want) {
				return false
			}
		}
		c.i++
	}
	return true
}

func (c *cursor) hint(hints [][]string) {
	for _, h := range hints {
		try := *c
		if try.follow(h) {
			*c = try
			return
		}
	}
}

func (f *found) finish(lines []line, skip int, c cursor) {
	if c.i == 0 && c.n > 0 { // the label ended on the line before
		c.n--
		c.i = len(lines[c.n].words)
	}
	l := &lines[c.n]
	f.last, f.end = c.n, l.words[c.i-1].to
	f.at = lines[0].words[skip].from
	struck, letters := 0, 0
	for i, ch := range lines[0].chars {
		if i < f.at && ch.run.Box != sheet.NoBox {
			f.boxed = true
		}
		if i >= f.at && (c.n > 0 || i < f.end) && wordly(ch.r) {
			letters++
			if ch.is(sheet.Struck) {
				struck++
			}
		}
	}
	f.struck = struck*2 > letters
	f.closeBracket(l)
}

// closeBracket takes the bracket that closes a hint with the label.
func (f *found) closeBracket(l *line) {
	for i := f.end; i < len(l.chars) && i < f.end+2; i++ {
		if l.chars[i].r == ')' {
			f.end = i + 1
			return
		}
	}
}

// inside looks for a long label that begins further on in the line: two fields that
// became one paragraph, or an answer typed before its label.
func (ls labels) inside(lines []line, from int) (found, int, bool) {
	l := &lines[0]
	for skip := range l.words {
		if l.words[skip].from < from || skip == 0 {
			continue
		}
		for _, e := range ls {
			if e.field == nil || len(e.labels[0]) < 3 {
				continue
			}
			c := cursor{lines: lines[:1], i: skip}
			if !c.follow(e.labels[0]) {
				continue
			}
			f := found{entry: e}
			c.hint(e.hints)
			f.finish(lines, skip, c)
			return f, l.words[skip].from, true
		}
	}
	return found{}, 0, false
}

// nearly says whether two words differ by one letter (changed, added, missing or swapped).
func nearly(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) == len(b) {
		return i == len(a) || a[i+1:] == b[i+1:] || i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
	}
	return a[i:] == b[i+1:]
}
