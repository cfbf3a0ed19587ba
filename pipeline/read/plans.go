package read

import (
	"maps"
	"slices"

	"mdaplus/forms"
)

// A plan or a registration names its case, not a family: two of one kind, version and date
// about one case are copies of one another.

// copyOf looks for the form of which a plan or registration is a copy.
func copyOf(all []forms.Reading, f *forms.Reading) *forms.Reading {
	if f.Form == forms.Referral.Form {
		return nil
	}
	for i := range all {
		a := &all[i]
		if a.Form == f.Form && (a.Meaning == f.Meaning || sameSheet(a, f)) {
			return a
		}
	}
	return nil
}

// sameSheet says whether two forms of one kind are about the same case, version and day, as
// far as both tell.
func sameSheet(a, b *forms.Reading) bool {
	if a.Fields["case"].Status != forms.Read || b.Fields["case"].Status != forms.Read {
		return false
	}
	for _, id := range []string{"case", "version", "date"} {
		x, y := a.Fields[id], b.Fields[id]
		if x.Status == forms.Read && y.Status == forms.Read && !alike(x.Value, y.Value) {
			return false
		}
	}
	return true
}

// differ doubts the answers of a plan or registration that a copy gives otherwise. A part
// that only one of the two has is a question as well.
func differ(r, copied *forms.Reading, code string) {
	if r.Form == forms.Referral.Form || r.Form != copied.Form {
		return
	}
	other := maps.Collect(copied.Answers())
	var ids []string
	for id, a := range r.Answers() {
		if b, ok := other[id]; a.Status == forms.Read && (!ok || b.Status == forms.Read && !alike(a.Value, b.Value)) {
			ids = append(ids, id)
		}
	}
	for _, id := range ids {
		forms.Doubt(r, id, code)
	}
}

// readIDs lists what was read with certainty.
func readIDs(r *forms.Reading) []string {
	return slices.Collect(func(yield func(string) bool) {
		for id, a := range r.Answers() {
			if a.Status == forms.Read && !yield(id) {
				return
			}
		}
	})
}
