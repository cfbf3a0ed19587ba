package rtf

import (
	"strings"

	"mdaplus/forms/sheet"
)

// dest is where the text of a group goes.
type dest int

const (
	destBody        dest = iota
	destSkip             // never shown
	destUnknown          // nobody knows
	destInstruction      // of a field
	destHushed           // the result of a field whose state is shown instead
	destList             // the sign of a list item
	destForm             // the state of a form field
	destName             // a name or value that something else reads
	destInfo             // properties of the document
	destEdges            // headers and footers
	destShape            // a drawn object: its text has a destination of its own
	destFonts
	destColours
	destStyles
)

// text says whether looks matter for what stands there.
func (d dest) text() bool { return d == destBody || d == destHushed || d == destList }

// visible says whether objects there lie on the page.
func (d dest) visible() bool { return d == destBody || d == destHushed }

func (d dest) table() bool { return d == destFonts || d == destColours || d == destStyles }

// enter sends the rest of the group somewhere.
func (r *reader) enter(d dest) { r.dest = d }

// silent are destinations that are never shown as they stand, when \* announces them. Only
// those in quiet are also written without: any other word in its place would hide text.
var (
	silent = words(`listtable listoverridetable listpicture revtbl rsidtbl generator themedata colorschememapping latentstyles lsdlockedexcept
		datastore xmlnstbl filetbl defchp defpap pgptbl wgrffmtfilter mmathPr atnid atnauthor atndate atnref atntime atnicn atrfstart atrfend
		atnparent panose falt fontemb fontfile pn pnseclvl objdata objclass objname objalias objsect objtime oleclsid picprop blipuid bliptag
		template hlinkbase background fchars lchars protusertbl passwordhash writereservation writereservhash oldcprops oldpprops oldtprops
		oldsprops htmltag mhtmltag xmlopen xmlclose xmlattr xmlattrname xmlattrvalue xmlname factoidname keycode expandedcolortbl datafield
		ffname ffhelptext ffstattext ffentrymcr ffexitmcr ffformat fldtype nextfile linkval ebcstart ebcend gridtbl pgdsctbl mvfmf mvfml mvtof
		mvtol svb hsv docvar hlloc hlsrc hlfr fname fldtitle fldalt
		abitableprops abirowprops abicellprops listtag rdf`)
	quiet = words(`bkmkstart bkmkend pntxta pntxtb nonshppict nonesttables shprslt ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn xe tc tcn rxe
		txe bxe private buptim creatim printim revtim listtable listoverridetable revtbl rsidtbl generator themedata colorschememapping
		latentstyles datastore xmlnstbl filetbl objdata objclass datafield ffname ffhelptext ffstattext leveltext levelnumbers listname`)
)

func words(list string) map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields(list) {
		all[w] = true
	}
	return all
}

// destination acts on a word that says where the group goes; false when it is none.
func (r *reader) destination(t token, star bool) bool {
	if r.dest == destSkip && t.name != "ud" {
		return true
	}
	if quiet[t.name] || star && silent[t.name] {
		r.enter(destSkip)
		return true
	}
	if r.fieldWord(t) || r.shapeWord(t, star) {
		return true
	}
	switch t.name {
	case "fonttbl":
		r.enter(destFonts)
	case "colortbl":
		r.enter(destColours)
	case "stylesheet":
		r.enter(destStyles)
		r.tables.stylesheet = len(r.groups)
	case "info", "userprops", "company", "manager", "operator", "author", "title", "subject", "keywords", "doccomm", "comment", "category":
		if r.dest != destInfo && t.name != "info" && !star {
			return false // also a word of other destinations
		}
		r.enter(destInfo)
	case "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf":
		r.enter(destEdges)
		r.atClose(func() { r.edges.WriteByte('\n') })
	case "footnote":
		r.note(sheet.Footnote)
	case "annotation":
		r.note(sheet.Comment)
	case "listtext", "pntext":
		r.listSign()
	case "upr":
		r.enter(destSkip)
	case "ud":
		r.dest = r.around()
	case "shppict", "nesttableprops":
	default:
		return false
	}
	return true
}

// around gives where text goes outside the groups that are skipped.
func (r *reader) around() dest {
	for i := len(r.groups) - 1; i >= 0; i-- {
		if d := r.groups[i].outer.dest; d != destSkip {
			return d
		}
	}
	return destBody
}

// note reads a note or comment in a world of its own; it hangs at the current place.
func (r *reader) note(kind sheet.ObjectKind) {
	if !r.dest.visible() {
		r.enter(destSkip)
		return
	}
	gone := r.deleted
	outer := r.flow
	r.flow = &flow{}
	r.inner()
	r.atClose(func() {
		var said []string
		sheet.Each(r.flow.finish(), func(p *sheet.Paragraph) { said = append(said, p.Text()) })
		r.flow = outer
		note := strings.Join(strings.Fields(strings.Join(said, " ")), " ")
		r.aside("comments", note+" ")
		if !gone {
			p := r.flow.paragraph()
			p.Objects = append(p.Objects, sheet.Object{Kind: kind, Text: note})
		}
	})
}

// inner begins text that inherits nothing of the paragraph around it.
func (r *reader) inner() {
	r.state = state{unicode: r.unicode}
}

// listSign reads the sign of a list item as other programs are to show it. A square or
// tick before an option may be a box that exists nowhere else; numbers are no signs.
func (r *reader) listSign() {
	if r.dest != destBody {
		r.enter(destSkip)
		return
	}
	r.enter(destList)
	outer := r.list
	r.list = &strings.Builder{}
	gone := r.deleted
	r.atClose(func() {
		said := []rune(strings.TrimSpace(r.list.String()))
		r.list = outer
		if r.flow.signed = true; gone || len(said) != 1 || said[0] >= '0' && said[0] <= '9' {
			return
		}
		r.flow.paragraph().Add(bulletRun(said[0]))
	})
}

func bulletRun(c rune) sheet.Run {
	run := sheet.Run{Text: string(c), Marks: sheet.Bullet}
	if strings.ContainsRune("•·-–o▪●○■➢❖", c) {
		return run
	}
	run.Box = sheet.BoxOf(c)
	if strings.ContainsRune("✓✔✗✘", c) {
		run.Box = sheet.Ticked
	}
	return run
}
