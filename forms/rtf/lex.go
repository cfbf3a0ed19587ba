package rtf

import (
	"fmt"
	"strconv"
)

// kind of a token.
type kind int

const (
	groupOpen  kind = iota
	groupClose      //
	word            // \name with or without a number
	sign            // \ and one character that is no letter
	char            // one byte of text, typed or as \'hh
	end
)

// token is one piece of the file.
type token struct {
	kind   kind
	name   string
	number int
	given  bool // a number stood behind the word
	char   byte
}

// lexer cuts the bytes into tokens.
type lexer struct {
	data []byte
	at   int
}

func (l *lexer) next() (token, error) {
	for l.at < len(l.data) {
		c := l.data[l.at]
		l.at++
		switch c {
		case '{':
			return token{kind: groupOpen}, nil
		case '}':
			return token{kind: groupClose}, nil
		case '\\':
			return l.control()
		case '\r', '\n', 0:
			continue
		case '\t':
			return token{kind: word, name: "tab"}, nil
		}
		return token{kind: char, char: c}, nil
	}
	return token{kind: end}, nil
}

// pass reads past text that nobody wants, up to the next group or word: pictures are long.
func (l *lexer) pass() {
	for l.at < len(l.data) && l.data[l.at] != '{' && l.data[l.at] != '}' && l.data[l.at] != '\\' {
		l.at++
	}
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func (l *lexer) control() (token, error) {
	if l.at >= len(l.data) {
		return token{}, fmt.Errorf("%w: it ends in a control word", ErrDamaged)
	}
	c := l.data[l.at]
	if letter(c) {
		return l.word()
	}
	l.at++
	switch c {
	case '\'':
		return l.hex(), nil
	case '\r', '\n':
		return token{kind: word, name: "par"}, nil
	case '\\', '{', '}':
		return token{kind: char, char: c}, nil
	}
	return token{kind: sign, char: c}, nil
}

// hex reads the two digits behind \'. Where they are no digits, the sign is unknown.
func (l *lexer) hex() token {
	if l.at+2 <= len(l.data) {
		if n, err := strconv.ParseUint(string(l.data[l.at:l.at+2]), 16, 8); err == nil {
			l.at += 2
			return token{kind: char, char: byte(n)}
		}
	}
	return token{kind: sign, char: '\''}
}

func (l *lexer) word() (token, error) {
	from := l.at
	for l.at < len(l.data) && letter(l.data[l.at]) && l.at-from < maxWord {
		l.at++
	}
	t := token{kind: word, name: string(l.data[from:l.at])}
	from = l.at
	if l.at < len(l.data) && l.data[l.at] == '-' {
		l.at++
	}
	for l.at < len(l.data) && l.data[l.at] >= '0' && l.data[l.at] <= '9' && l.at-from < maxDigits+1 {
		l.at++
	}
	if l.at > from {
		n, err := strconv.ParseInt(string(l.data[from:l.at]), 10, 64)
		if err == nil {
			t.number, t.given = int(max(-1<<31, min(n, 1<<31-1))), true
		}
	}
	if l.at < len(l.data) && l.data[l.at] == ' ' {
		l.at++
	}
	if t.name == "bin" {
		return l.binary(t)
	}
	return t, nil
}

// binary reads past raw bytes.
func (l *lexer) binary(t token) (token, error) {
	if t.number < 0 || t.number > len(l.data)-l.at {
		return t, fmt.Errorf("%w: binary data beyond the end", ErrDamaged)
	}
	l.at += t.number
	return t, nil
}
