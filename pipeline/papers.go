package pipeline

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"mdaplus/forms"
	"mdaplus/internal/store"
	"mdaplus/mailbox"
	"mdaplus/pipeline/cases"
	"mdaplus/render"
	"mdaplus/templates"
)

// Each document is gathered from readings and the course of their case: what it shows, who
// gets it, and the mail that it goes with.

// paper is one document before it is drawn.
type paper struct {
	document render.Paper
	filename string
	mail     letter // without the document itself
}

// gather collects the data of a wanted document.
func (p *Pipeline) gather(ctx context.Context, d store.Document) (paper, error) {
	c, err := p.store.Case(ctx, d.CaseID)
	if err != nil {
		return paper{}, err
	}
	key, err := p.store.Key(ctx, d.KeyID)
	if err != nil {
		return paper{}, err
	}
	var out paper
	switch d.Kind {
	case "intake-summary":
		out, err = p.summaryPaper(ctx, d)
	case forms.SafetyPlan.Form, forms.CarePlan.Form, forms.RecoveryPlan.Form:
		out, err = p.planPaper(ctx, c, d)
	case "meeting-pack":
		out, err = p.packPaper(ctx, c, d)
	default:
		err = fmt.Errorf("no document is called %q", d.Kind)
	}
	out.mail.origin, out.mail.caseID, out.mail.keyID, out.mail.key = fmt.Sprintf("document/%d", d.ID), c.ID, d.KeyID, key
	return out, err
}

func (p *Pipeline) summaryPaper(ctx context.Context, d store.Document) (paper, error) {
	data, c, err := p.Summary(ctx, d.ReadingID)
	if err != nil {
		return paper{}, err
	}
	mail := p.summaryMail(c, data)
	if mail.Untold, err = p.untold(ctx, c.ID, d.ReadingID); err != nil {
		return paper{}, err
	}
	return paper{document: data, filename: c.Reference + "-" + templates.Text("filename."+d.Kind) + ".pdf", mail: letter{kind: "summary", to: p.settings.Leader, data: mail}}, nil
}

// untold says whether who sent a form got no answer to it: the mail asked for none, it failed a
// check of its sender, or the form was added by hand.
func (p *Pipeline) untold(ctx context.Context, caseID, readingID int64) (bool, error) {
	r, err := p.store.Reading(ctx, readingID)
	if err != nil {
		return false, err
	}
	mails, err := p.store.MailsOfCase(ctx, caseID)
	if err != nil {
		return false, err
	}
	return !slices.ContainsFunc(mails, func(m store.Mail) bool {
		return m.MessageID == r.MessageID && strings.HasPrefix(m.Origin, "answer/") && m.State != store.Suppressed
	}), nil
}

// planPaper is a TOP 3 plan for the coordinator who sent it.
func (p *Pipeline) planPaper(ctx context.Context, c store.Case, d store.Document) (paper, error) {
	course, body, err := p.courseAt(ctx, c, d.ReadingID)
	if err != nil {
		return paper{}, err
	}
	plan, err := p.planData(ctx, c, course, body)
	if err != nil {
		return paper{}, err
	}
	plan.MadeAt = body.Received
	name := fmt.Sprintf("%s-%s-%d.pdf", c.Reference, templates.Text("filename."+d.Kind), plan.Version)
	return paper{document: plan, filename: name, mail: letter{kind: "plan", to: Address{Address: body.Sender},
		data: templates.Plan{Region: p.settings.Region, Reference: c.Reference, Plan: forms.DefinitionOf(d.Kind).Title, Version: plan.Version, Received: body.Received, Review: plan.NextReview}}}, nil
}

// courseAt folds the events of a case up to and with the one of a reading: a document made
// later shows the same.
func (p *Pipeline) courseAt(ctx context.Context, c store.Case, readingID int64) (course cases.Case, body Body, err error) {
	key, err := p.store.Key(ctx, c.KeyID)
	if err != nil {
		return course, body, err
	}
	if body, err = p.bodyOf(ctx, key, readingID); err != nil {
		return course, body, err
	}
	events, err := p.store.CaseEvents(ctx, c.ID, key)
	if err != nil {
		return course, body, err
	}
	last := slices.IndexFunc(events, func(e cases.Event) bool { return e.Reading == readingID })
	course, err = cases.Fold(events[:last+1])
	return course, body, err
}

// planData turns a plan as read into the document, with what changed since the version before.
func (p *Pipeline) planData(ctx context.Context, c store.Case, course cases.Case, body Body) (render.Plan, error) {
	plan := PlanOf(body.Form)
	plan.Region, plan.Reference = p.settings.Region.Name, c.Reference
	for _, v := range course.Plans {
		plan.Course = append(plan.Course, render.Score{Month: v.Date, Score: v.Score})
	}
	if len(course.Plans) < 2 {
		return plan, nil
	}
	key, err := p.store.Key(ctx, c.KeyID)
	if err != nil {
		return plan, err
	}
	before, err := p.bodyOf(ctx, key, course.Plans[len(course.Plans)-2].Reading)
	if err != nil {
		return plan, err
	}
	plan.Changes = changes(PlanOf(before.Form), plan)
	return plan, nil
}

// PlanOf turns a plan as read into the document's data, as far as the reading goes.
func PlanOf(form forms.Reading) render.Plan {
	value := func(id string) string { return form.Fields[id].Value }
	plan := render.Plan{Kind: form.Form, Municipality: value("municipality"), Phase: cases.Number(form, "phase"), Version: cases.Number(form, "version"),
		Date: value("date"), NextReview: value("next-review"), Coordinator: value("coordinator"), ProcessManager: value("process-manager"), Goal: value("goal"),
		Vision: value("vision"), RevisedBecause: value("revised-because"), Network: list(value("network")), Professionals: list(value("professionals")), SafetyScore: map[string]float64{}}
	if second := value("second-coordinator"); second != "" {
		plan.Coordinator += ", " + second
	}
	for id, name := range map[string]string{"score": "agreed", "target-score": "target", "score-mother": "mother", "score-father": "father", "score-stepfather": "stepfather", "score-network": "network", "score-professionals": "professionals"} {
		if v, err := strconv.ParseFloat(value(id), 64); err == nil {
			plan.SafetyScore[name] = v
		}
	}
	for _, m := range list(value("family")) {
		plan.Family = append(plan.Family, member(m))
	}
	for _, r := range form.Priorities {
		plan.Priorities = append(plan.Priorities, priority(form.Form, r))
	}
	return plan
}

func priority(kind string, r forms.Priority) render.Priority {
	out := render.Priority{Number: r.Number}
	switch kind {
	case forms.SafetyPlan.Form:
		out.UnsafeSituation, out.SafetyCondition = r.Problem.Value, r.Condition.Value
	case forms.CarePlan.Form:
		out.RiskFactor, out.StabilityCondition = r.Problem.Value, r.Condition.Value
	default:
		out.Consequence, out.RecoveryGoal = r.Problem.Value, r.Condition.Value
	}
	for _, a := range r.Agreements {
		out.Agreements = append(out.Agreements, render.Agreement{Who: a.Who.Value, What: a.What.Value, ByWhen: a.ByWhen.Value})
	}
	return out
}

// list cuts a text at commas and semicolons outside brackets.
func list(text string) (items []string) {
	depth, from := 0, 0
	add := func(to int) {
		if item := strings.TrimSpace(text[from:to]); item != "" {
			items = append(items, item)
		}
		from = to + 1
	}
	for i, r := range text {
		switch {
		case r == '(':
			depth++
		case r == ')':
			depth = max(depth-1, 0)
		case (r == ',' || r == ';' || r == '\n') && depth == 0:
			add(i)
		}
	}
	if from <= len(text) {
		add(len(text))
	}
	return items
}

// familyMember is how people write one of the family: "moeder A.B. (33)".
var familyMember = regexp.MustCompile(`^(\pL[\pL ]*?) ((?:\pL\.)+) ?\((\d{1,3})\)$`)

// member reads one of the family; what is written in another way stays as it is.
func member(s string) render.Member {
	if m := familyMember.FindStringSubmatch(s); m != nil {
		age, _ := strconv.Atoi(m[3]) // three digits at most
		return render.Member{Role: m[1], Initials: m[2], Age: age}
	}
	return render.Member{Role: s}
}

// changes says in words what is other in a plan than in the version before.
func changes(before, now render.Plan) (all []string) {
	if before.Kind != now.Kind {
		return []string{templates.Text("change.phase")}
	}
	say := func(key, n string) { all = append(all, templates.Text("change."+key, "n", n)) }
	for i, r := range now.Priorities {
		n := strconv.Itoa(r.Number)
		switch {
		case i >= len(before.Priorities):
			say("priority-new", n)
		case before.Priorities[i].Problem() != r.Problem():
			say("priority-other", n)
		case before.Priorities[i].Condition() != r.Condition():
			say("condition", n)
		case !slices.Equal(before.Priorities[i].Agreements, r.Agreements):
			say("agreements", n)
		}
	}
	if len(before.Priorities) > len(now.Priorities) {
		say("priority-gone", "")
	}
	if before.SafetyScore["agreed"] != now.SafetyScore["agreed"] {
		all = append(all, templates.Text("change.score", "before", figure(before.SafetyScore["agreed"]), "now", figure(now.SafetyScore["agreed"])))
	}
	if before.Vision != now.Vision {
		say("vision", "")
	}
	return all
}

func figure(v float64) string {
	return strings.Replace(strconv.FormatFloat(v, 'f', -1, 64), ".", ",", 1)
}

// packPaper is the pack for the chair of an expert meeting.
func (p *Pipeline) packPaper(ctx context.Context, c store.Case, d store.Document) (paper, error) {
	course, body, err := p.courseAt(ctx, c, d.ReadingID)
	if err != nil {
		return paper{}, err
	}
	chair := p.chairOf(ctx, c, d.ReadingID)
	pack := packOf(body.Form)
	pack.Region, pack.Reference, pack.MadeAt = p.settings.Region.Name, c.Reference, body.Received
	pack.Meeting = render.Meeting{Chair: chair.Name, Organisation: chair.Organisation}
	summary, _, err := p.Summary(ctx, course.Reading)
	if err != nil {
		return paper{}, err
	}
	pack.Referral = &summary
	if err := p.addPlans(ctx, c, course, &pack); err != nil {
		return paper{}, err
	}
	planBefore := cases.Term{Days: p.settings.MeetingDays}.After(body.Received)
	calendar := mailbox.Calendar{ID: c.Reference + "-" + strconv.FormatInt(d.ReadingID, 10), Made: body.Received, Day: planBefore,
		Title: templates.Text("calendar.plan-meeting", "case", c.Reference), Note: templates.Text("calendar.plan-meeting-note", "coordinator", pack.Coordinator)}
	return paper{document: pack, filename: c.Reference + "-" + templates.Text("filename."+d.Kind) + ".pdf", mail: letter{kind: "meeting-pack", to: Address{Name: chair.Name, Address: chair.Address},
		data:   templates.MeetingPack{Region: p.settings.Region, Reference: c.Reference, Received: body.Received, PlanBefore: planBefore, Coordinator: pack.Coordinator},
		attach: []mailbox.Attachment{{Filename: c.Reference + "-agenda.ics", MediaType: "text/calendar", Body: calendar.Bytes()}}}}, nil
}

// chairOf finds the chair that was chosen when the registration was filed.
func (p *Pipeline) chairOf(ctx context.Context, c store.Case, readingID int64) Chair {
	key, err := p.store.Key(ctx, c.KeyID)
	if err == nil {
		events, _ := p.store.CaseEvents(ctx, c.ID, key)
		for _, e := range events {
			for _, chair := range p.settings.Chairs {
				if e.Kind == cases.Registered && e.Reading == readingID && chair.Name == e.Chair {
					return chair
				}
			}
		}
	}
	return Chair{Name: p.settings.Leader.Name, Address: p.settings.Leader.Address} // left the pool meanwhile: the project leader sees to it
}

func packOf(form forms.Reading) render.MeetingPack {
	value := func(id string) string { return form.Fields[id].Value }
	pack := render.MeetingPack{Municipality: value("municipality"), Coordinator: value("coordinator"), Registered: value("date"), Reason: reasonText(value("reason")),
		Question: value("question"), Tried: value("tried"), Concurrence: form.Fields["concurrence"].Values, FirstShell: form.Fields["first-shell"].Values,
		SecondShell: form.Fields["second-shell"].Values, Client: client(form)}
	for _, i := range list(value("involved")) {
		pack.Involved = append(pack.Involved, render.Involved{Organisation: i})
	}
	return pack
}

// reasonText is the reason as the form has it.
func reasonText(code string) string {
	for _, o := range forms.MeetingRegistration.Field("reason").Options {
		if o.Value == code {
			return o.Text + "."
		}
	}
	return code
}

func client(form forms.Reading) string {
	said := templates.Text("client." + form.Fields["client-present"].Value)
	if why := form.Fields["client-present-why"].Value; why != "" {
		said += " " + why
	}
	return said
}

// addPlans puts the plan that counts, and the ones before it, into a pack.
func (p *Pipeline) addPlans(ctx context.Context, c store.Case, course cases.Case, pack *render.MeetingPack) error {
	current, ok := course.Current()
	if !ok {
		return nil
	}
	key, err := p.store.Key(ctx, c.KeyID)
	if err != nil {
		return err
	}
	for i, v := range course.Plans {
		body, err := p.bodyOf(ctx, key, v.Reading)
		if err != nil {
			return err
		}
		pack.Course = append(pack.Course, render.Score{Month: v.Date, Score: v.Score})
		pack.History = append(pack.History, render.PlanVersion{Kind: v.Form, Version: v.Version, Date: v.Date, Because: body.Form.Fields["revised-because"].Value})
		if v.Reading != current.Reading {
			continue
		}
		until := course
		until.Plans = course.Plans[:i+1]
		plan, err := p.planData(ctx, c, until, body)
		if err != nil {
			return err
		}
		plan.MadeAt = body.Received
		pack.Plan, pack.ProcessManager = &plan, plan.ProcessManager
	}
	return nil
}
