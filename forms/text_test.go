package forms

import (
	"go/ast"
	"go/parser"
	gotoken "go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"mdaplus/templates"
)

// codeCalls are the functions whose string argument is a code with a sentence.
var codeCalls = map[string]int{"asks": 0, "doubts": 0, "finding": 0, "ask": 1, "doubtAll": 1, "Doubt": 2}

// codesIn collects the codes used in the packages that make findings.
func codesIn(t *testing.T, dirs ...string) map[string]bool {
	codes := map[string]bool{}
	for _, dir := range dirs {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no files in %s", dir)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			f, err := parser.ParseFile(gotoken.NewFileSet(), name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(f, func(n ast.Node) bool {
				if call, ok := n.(*ast.CallExpr); ok {
					if code := codeOf(call); code != "" {
						codes[code] = true
					}
				}
				return true
			})
		}
	}
	return codes
}

func codeOf(call *ast.CallExpr) string {
	name := ""
	switch f := call.Fun.(type) {
	case *ast.Ident:
		name = f.Name
	case *ast.SelectorExpr:
		name = f.Sel.Name
	}
	at, ok := codeCalls[name]
	if !ok || at >= len(call.Args) {
		return ""
	}
	lit, ok := call.Args[at].(*ast.BasicLit)
	if !ok || lit.Kind != gotoken.STRING {
		return ""
	}
	code, _ := strconv.Unquote(lit.Value)
	return code
}

func TestEveryCodeHasASentence(t *testing.T) {
	codes := codesIn(t, ".", filepath.Join("..", "pipeline", "read"))
	if len(codes) < 25 {
		t.Fatalf("only %d codes found: the search is broken", len(codes))
	}
	for _, tag := range append(append([]string{}, Rules...), "required", "oneof", "empty", "comment", "footnote", "overlay", "unknown-object", "hidden-text", "copies-differ", "sources-differ") {
		codes[tag] = true
	}
	for code := range codes {
		text := finding(code, "intergenerational").Text
		if strings.ContainsAny(text, "⟦{") || text == "" {
			t.Errorf("code %q has no sentence: %q", code, text)
		}
		if strings.Contains(text, "Key:") {
			t.Errorf("code %q speaks to programmers: %q", code, text)
		}
	}
	for _, id := range append(append([]string{}, FieldOrder...), CriterionOrder...) {
		if strings.ContainsAny(Name(id), "⟦") || strings.ContainsAny(how(id), "⟦") {
			t.Errorf("%s has no name or no way to answer", id)
		}
	}
	for _, key := range []string{"typed", "typed-behind", "struck", "ticked", "marked", "emphasis", "column", "written", "empty", "ask", "place"} {
		if !templates.Has("evidence." + key) {
			t.Errorf("evidence %q has no sentence", key)
		}
	}
}

func TestRules(t *testing.T) {
	whole := func() Reading {
		r := Reading{Form: "referral", Version: Version2019, Fields: map[string]Answer{}, Criteria: map[string]Criterion{}}
		for _, id := range FieldOrder {
			r.Fields[id] = Answer{Status: Read, Value: "x"}
		}
		r.Fields["role"] = Answer{Status: Read, Value: "child"}
		r.Fields["same-address"] = Answer{Status: Read, Value: "yes"}
		r.Fields["zvh"] = Answer{Status: Read, Value: "no"}
		for _, id := range CriterionOrder {
			r.Criteria[id] = Criterion{Answer: Answer{Status: Read, Value: "yes"}}
		}
		return r
	}
	for _, v := range []struct {
		name, id string
		change   Answer
		code     string
	}{
		{"right", "initials", Answer{Status: Read, Value: "A.B."}, ""},
		{"value beside a question", "intergenerational", Answer{Status: Ask, Reason: "unmarked", Value: "no"}, ruleUncertain},
		{"unknown value", "intergenerational", Answer{Status: Read, Value: "deels"}, ruleValue},
		{"unknown role", "role", Answer{Status: Read, Value: "pleegmoeder"}, ruleValue},
		{"no reason", "zvh", Answer{Status: Ask}, ruleReason},
		{"same address, but elsewhere", "same-address", Answer{Status: Read, Value: "yes", Text: "Ja, vader woont elders"}, ruleAddress},
		{"members with no", "zvh", Answer{Status: Read, Value: "no", Members: []string{"father"}}, ruleMembers},
	} {
		r := whole()
		if _, ok := r.Criteria[v.id]; ok {
			r.Criteria[v.id] = Criterion{Answer: v.change}
		} else {
			r.Fields[v.id] = v.change
		}
		got := Check(r)
		if v.code == "" && len(got) > 0 || v.code != "" && (len(got) != 1 || got[0].Code != v.code || got[0].Field != v.id) {
			t.Errorf("%s: %+v, want %q", v.name, got, v.code)
		}
		r.Outcome = OutcomeAccepted
		Seal(&r)
		if v.code != "" && (r.Outcome != OutcomeAskBack || r.Fields[v.id].Status == Read || r.Criteria[v.id].Status == Read) {
			t.Errorf("%s: a broken rule stayed certain: %s", v.name, r.Outcome)
		}
	}
}

func TestMunicipalities(t *testing.T) {
	for text, want := range map[string]string{
		"Hilversum": "Hilversum", "gemeente  huizen": "Huizen", "HUIZEN": "Huizen", "Den Bosch": "'s-Hertogenbosch", "'s-gravenhage": "'s-Gravenhage",
		"Sudwest-Fryslan": "Súdwest-Fryslân", "Weesp": "Weesp", "Bussum": "", "Loosdrecht": "", "Rijnwaarden": "", "Hilversum Noord": "", "": "", "Bergen": "",
	} {
		if got, _ := GooiEnVechtstreek.Municipality(text); got != want {
			t.Errorf("%q = %q, want %q", text, got, want)
		}
	}
	if got, _ := (Region{Municipalities: []Municipality{{Name: "Arnhem"}}}).Municipality("Weesp"); got != "" {
		t.Errorf("Weesp is a municipality only in its own region's configuration, got %q", got)
	}
	if n := len(official()); n < 342 {
		t.Errorf("%d municipalities", n)
	}
}

func TestMembers(t *testing.T) {
	for tail, want := range map[string]string{", vader": "father", " vader en zoon": "father son", ": moeder, dochter": "mother daughter", "voor de zoon": "son", "": "", " sinds mei": "", "vader, stiefvader": "father stiefvader"} {
		if got := strings.Join(members(tail), " "); got != want {
			t.Errorf("%q = %q, want %q", tail, got, want)
		}
	}
}
