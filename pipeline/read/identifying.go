package read

import "mdaplus/forms"

// identifying finds citizen service numbers (BSN): nine digits that pass the eleven test.
// It is the least that must be found when no other search for personal data is given.
func identifying(r forms.Reading, out map[string]string) []forms.PersonalData {
	var found []forms.PersonalData
	for id, a := range r.Answers() {
		found = append(found, numbers(id, a.Text)...)
	}
	for _, id := range forms.CriterionOrder {
		found = append(found, numbers(id, r.Criteria[id].Explanation)...)
	}
	for _, place := range []string{"subject", "filename", "properties", "comments", "revisions", "hidden"} {
		found = append(found, numbers(place, out[place])...)
	}
	return found
}

const bsnDigits = 9

// numbers looks for digits, with dots or spaces between them, that form a BSN.
func numbers(field, text string) []forms.PersonalData {
	var found []forms.PersonalData
	runes := []rune(text)
	for i := 0; i < len(runes); {
		if !digit(runes[i]) {
			i++
			continue
		}
		digits, end := take(runes, i)
		if len(digits) == bsnDigits && elevenTest(digits) {
			found = append(found, forms.PersonalData{Class: "bsn", Tier: 1, Field: field, Start: i, End: end})
		}
		i = end
	}
	return found
}

// take collects digits from a place on; one dot, space or dash may stand between them.
func take(runes []rune, from int) (digits []int, end int) {
	end = from
	for i := from; i < len(runes); i++ {
		switch {
		case digit(runes[i]):
			digits = append(digits, int(runes[i]-'0'))
			end = i + 1
		case (runes[i] == '.' || runes[i] == ' ') && i+1 < len(runes) && digit(runes[i+1]):
		default:
			return digits, end
		}
	}
	return digits, end
}

func digit(r rune) bool { return r >= '0' && r <= '9' }

func elevenTest(d []int) bool {
	sum := -d[bsnDigits-1]
	for i := 0; i < bsnDigits-1; i++ {
		sum += d[i] * (bsnDigits - i)
	}
	return sum != 0 && sum%11 == 0
}
