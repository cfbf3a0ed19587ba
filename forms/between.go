package forms

import (
	"strings"

	"mdaplus/forms/text"
)

// BetweenLines reads a mail that is answered between its lines: a question of ours, and "Nee"
// below it. Each answer belongs to the one criterion that is named since the answer before
// it, right above it. Like InWords, it understands the whole mail or nothing.
func BetweenLines(turns []text.Turn) (said Said, ok bool) {
	for i, turn := range turns {
		stated, bare, understood := saidBelow(turn, i == 0)
		if !understood || i > 0 && closes(turn) && answered(turns[i+1:]) {
			return Said{}, false
		}
		said.Answers = append(said.Answers, stated...)
		if bare == "" {
			continue
		}
		id := askedIn(turn.Older)
		if id == "" {
			return Said{}, false
		}
		said.Answers = append(said.Answers, Stated{ID: id, Value: bare, Text: strings.Join(strings.Fields(turn.Now), " "), ToQuestion: true})
	}
	return said, len(said.Answers) > 0 && said.consistent()
}

// saidBelow reads what stands below quoted lines: Ja or Nee alone, or an answer with its name.
// Only above them all may anything else be said that belongs to a letter.
func saidBelow(turn text.Turn, above bool) (stated []Stated, bare string, ok bool) {
	body, signature := beforeClosing(turn.Now)
	if answersSomething(signature) {
		return nil, "", false
	}
	var here Said
	for _, sentence := range spoken(body) {
		words := foldWords(sentence)
		if len(words) == 0 || above && courtesy(sentence, words) || here.bare(words) {
			continue
		}
		found, understood := statementOf(sentence, words)
		if !understood {
			return nil, "", false
		}
		stated = append(stated, found...)
	}
	return stated, here.Bare, true
}

// closes says whether the letter ends here.
func closes(turn text.Turn) bool {
	body, _ := beforeClosing(turn.Now)
	return body != turn.Now
}

// answered says whether anything is still said in the turns.
func answered(turns []text.Turn) bool {
	for _, turn := range turns {
		if strings.TrimSpace(turn.Now) != "" {
			return true
		}
	}
	return false
}

// askedIn gives the criterion that quoted lines ask about, when they name one only and end with it.
func askedIn(older string) string {
	named := Named(older)
	if len(named) != 1 {
		return ""
	}
	older = strings.TrimRight(older, " \t\n")
	if at := strings.LastIndex(older, "\n\n"); at >= 0 && len(Named(older[at:])) == 0 {
		return ""
	}
	return named[0]
}
