package pipeline

import (
	"context"
	"slices"
	"strings"

	"mdaplus/internal/seal"
	"mdaplus/internal/store"
	"mdaplus/pipeline/cases"
	"mdaplus/render"
	"mdaplus/templates"
)

// certify makes the certificate of a run, and closes the list when nothing is left to do.
func (p *Pipeline) certify(ctx context.Context, l store.DestructionList, by string) error {
	return p.store.WithTx(ctx, func(tx *store.Tx) error {
		if err := tx.LockDecisions(ctx); err != nil {
			return err
		}
		items, err := tx.ItemsOf(ctx, l.ID)
		if err != nil {
			return err
		}
		l.State, l.DoneBy, l.DoneAt = store.ListApproved, by, p.now()
		if !slices.ContainsFunc(items, open) {
			l.State = store.ListDone
		}
		if err := tx.ListRun(ctx, l.ID, by, l.State, l.DoneAt); err != nil {
			return err
		}
		keyID, key, err := tx.NewKey(ctx, l.DoneAt)
		if err != nil {
			return err
		}
		c, err := tx.AddCertificate(ctx, l.DoneAt.In(cases.Amsterdam).Year(), store.Certificate{ListID: l.ID, KeyID: keyID, MadeAt: l.DoneAt}, func(ref string) (string, string, error) {
			return p.keepCertificate(key, ref, l, items)
		})
		if err != nil {
			return err
		}
		return p.record(ctx, tx, l, "certified", by, map[string]string{"certificate": c.Reference, "sha256": c.SHA256, "state": l.State})
	})
}

func (p *Pipeline) keepCertificate(key *seal.Key, ref string, l store.DestructionList, items []store.DestructionItem) (object, sum string, err error) {
	pdf, err := render.Make(p.certificate(ref, l, items), p.settings.Look)
	if err != nil {
		return "", "", err
	}
	object, err = p.archive.Put(key.Seal(store.CertificatePlace(ref), pdf))
	return object, digest(pdf), err
}

// certificate says what became of a list, also of what could not be destroyed.
func (p *Pipeline) certificate(ref string, l store.DestructionList, items []store.DestructionItem) render.Destruction {
	d := render.Destruction{Region: p.settings.Region.Name, Number: ref, List: l.Reference, Method: templates.Text("destruction.method"), MadeAt: l.DoneAt,
		Proposed: render.Act{By: l.ProposedBy, At: l.ProposedAt}, Approved: render.Act{By: l.ApprovedBy, At: l.ApprovedAt}, Executed: render.Act{By: l.DoneBy, At: l.DoneAt}}
	var grounds []string
	for _, i := range items {
		ground := templates.Text("destruction.ground", "list", i.Selection, "rule", i.Rule, "ground", i.Ground)
		if !slices.Contains(grounds, ground) {
			grounds = append(grounds, ground)
		}
		if i.State != store.ItemDestroyed {
			d.Failed = append(d.Failed, render.Failed{Reference: i.Reference, Why: WhyNot(i)})
			continue
		}
		d.Destroyed = append(d.Destroyed, render.Destroyed{Reference: i.Reference, Rule: i.Rule, Closed: isoDay(i.Start), Until: isoDay(i.End), Documents: i.Files, SHA256: i.SHA256})
	}
	d.Ground = strings.Join(grounds, " ")
	return d
}

// WhyNot says in Dutch why a case on a list was not destroyed.
func WhyNot(i store.DestructionItem) string {
	switch i.State {
	case store.ItemSkipped:
		return templates.Text("destruction.why-" + i.Reason)
	case store.ItemListed:
		return templates.Text("destruction.why-not-yet")
	}
	if i.SHA256 != "" {
		return templates.Text("destruction.why-files", "detail", i.Detail)
	}
	return templates.Text("destruction.why-error", "detail", i.Detail)
}

func (p *Pipeline) certificatePDF(ctx context.Context, c store.Certificate) ([]byte, error) {
	key, err := p.store.Key(ctx, c.KeyID)
	if err != nil {
		return nil, err
	}
	sealed, err := p.archive.Get(c.Object)
	if err != nil {
		return nil, err
	}
	return key.Open(store.CertificatePlace(c.Reference), sealed)
}
