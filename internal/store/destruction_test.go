package store

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
)

// inTx runs what must go well in a transaction.
func inTx(t *testing.T, s *Store, do func(tx *Tx) error) {
	t.Helper()
	if err := s.WithTx(t.Context(), do); err != nil {
		t.Fatal(err)
	}
}

func addCase(t *testing.T, s *Store, municipality string, messages ...Message) (c Case) {
	t.Helper()
	inTx(t, s, func(tx *Tx) error {
		keyID, _, err := tx.NewKey(t.Context(), when)
		if err != nil {
			return err
		}
		if c, err = tx.AddCase(t.Context(), "MDA", 2026, Case{KeyID: keyID, State: "selection", Municipality: municipality, Events: 1, ReceivedAt: when, DueAt: when}); err != nil {
			return err
		}
		for _, m := range messages {
			_, err := tx.AddReading(t.Context(), Reading{CaseID: c.ID, MessageID: m.ID, FormNo: int(c.ID), Role: Referral, Meaning: "m", Sender: "s", SealedBody: []byte("sealed"), CreatedAt: when})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return c
}

func keyIsGone(t *testing.T, s *Store, id int64) bool {
	t.Helper()
	_, err := s.Key(t.Context(), id)
	if err != nil && !errors.Is(err, ErrKeyDestroyed) {
		t.Fatal(err)
	}
	return err != nil
}

// A message goes with the last case that it belongs to, whether it was filed in it or only about it.
func TestDestroyingACaseMakesItUnreadableAndNothingElse(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ Options) {
		own, _ := addMessage(t, s, "ad")
		shared, _ := addMessage(t, s, "ae")
		about, _ := addMessage(t, s, "af")
		alien, _ := addMessage(t, s, "b0")
		one := addCase(t, s, "Hilversum", own, shared)
		two := addCase(t, s, "Huizen", shared)
		inTx(t, s, func(tx *Tx) error { return tx.About(t.Context(), about.ID, one.ID) })
		inTx(t, s, func(tx *Tx) error { return tx.About(t.Context(), about.ID, one.ID) }) // twice is once
		destroy := func(c Case) (objects []string) {
			inTx(t, s, func(tx *Tx) (err error) { objects, err = tx.DestroyCase(t.Context(), c.ID); return err })
			if err := s.Scrub(t.Context()); err != nil {
				t.Fatal(err)
			}
			return objects
		}
		if got := destroy(one); strings.Join(got, " ") != "o" {
			t.Errorf("objects %v", got)
		}
		for what, want := range map[int64]bool{one.KeyID: true, own.KeyID: true, about.KeyID: true, shared.KeyID: false, two.KeyID: false, alien.KeyID: false} {
			if keyIsGone(t, s, what) != want {
				t.Errorf("key %d gone: %v", what, !want)
			}
		}
		rows := must[[]Reading](t)(s.ReadingsOf(t.Context(), one.ID))
		if r := rows[0]; r.Meaning != "" || r.Sender != "" || string(r.SealedBody) == "sealed" {
			t.Errorf("left of a reading: %+v", r)
		}
		if c := must[Case](t)(s.Case(t.Context(), one.ID)); c.Municipality != "" || !c.DueAt.IsZero() || c.Reference != one.Reference {
			t.Errorf("left of the case: %+v", c)
		}
		last := addCase(t, s, "Laren")
		destroy(last)
		if next := addCase(t, s, "Blaricum"); next.KeyID <= last.KeyID {
			t.Errorf("key %d was destroyed, and %d is given out again", last.KeyID, next.KeyID)
		}
		destroy(two)
		if !keyIsGone(t, s, shared.KeyID) || keyIsGone(t, s, alien.KeyID) {
			t.Error("the shared message did not go with its last case, or a stranger did")
		}
	})
}

func TestAListGoesItsWayAndNeverBack(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ Options) {
		m, _ := addMessage(t, s, "ad")
		c := addCase(t, s, "Hilversum", m)
		ctx := t.Context()
		var l DestructionList
		var item DestructionItem
		inTx(t, s, func(tx *Tx) (err error) {
			if l, err = tx.AddList(ctx, 2026, "R.M.", when); err != nil {
				return err
			}
			item, err = tx.AddItem(ctx, DestructionItem{ListID: l.ID, CaseID: c.ID, Reference: c.Reference, Selection: "lijst", Rule: "8.1.1", Start: when, End: when, Changes: 1})
			return err
		})
		if l.Reference != "L-2026-0001" || l.State != ListProposed || item.State != ItemListed || !item.End.Equal(when) {
			t.Errorf("%+v %+v", l, item)
		}
		inTx(t, s, func(tx *Tx) error {
			if open, err := tx.OnOpenList(ctx, c.ID); err != nil || !open {
				t.Errorf("open %v %v", open, err)
			}
			if ok, err := tx.ApproveList(ctx, l.ID, "J.W.", when); err != nil || !ok {
				t.Errorf("approved %v %v", ok, err)
			}
			if ok, err := tx.ApproveList(ctx, l.ID, "X.Y.", when); err != nil || ok {
				t.Errorf("approved twice: %v %v", ok, err)
			}
			return nil
		})
		item.State, item.SHA256, item.Files = ItemDestroying, "abc", 2
		inTx(t, s, func(tx *Tx) error {
			return errors.Join(tx.SaveItem(ctx, item), tx.AddObjects(ctx, item.ID, []string{"x", "y"}), tx.FailItem(ctx, item.ID, "error", "busy"), tx.ObjectRemoved(ctx, item.ID, "x", when))
		})
		failed := must[[]DestructionItem](t)(s.ItemsOf(ctx, l.ID))[0]
		if left := must[[]string](t)(s.ObjectsLeft(ctx, item.ID)); failed.State != ItemFailed || failed.SHA256 != "abc" || failed.Detail != "busy" || strings.Join(left, "") != "y" {
			t.Errorf("%+v, left %v", failed, left)
		}
		if !must[bool](t)(s.Listed(ctx, c.ID, "")) || !must[bool](t)(s.Listed(ctx, 0, "y")) || must[bool](t)(s.Listed(ctx, 0, "z")) {
			t.Error("what a list accounts for")
		}
		if !must[bool](t)(s.Unfinished(ctx, c.ID)) {
			t.Error("a failed item looks finished")
		}
		item.State = ItemDestroyed
		inTx(t, s, func(tx *Tx) error { return tx.SaveItem(ctx, item) })
		inTx(t, s, func(tx *Tx) error { return tx.FailItem(ctx, item.ID, "error", "late") })
		if i := must[[]DestructionItem](t)(s.ItemsOf(ctx, l.ID))[0]; i.State != ItemDestroyed || must[bool](t)(s.Unfinished(ctx, c.ID)) {
			t.Errorf("what was destroyed became %s", i.State)
		}
		if err := s.WithTx(ctx, func(tx *Tx) error { return tx.SaveItem(ctx, item) }); err == nil {
			t.Error("a settled item was changed")
		}
		inTx(t, s, func(tx *Tx) error { return tx.ListRun(ctx, l.ID, "R.M.", ListDone, when) })
		for want := range 2 {
			inTx(t, s, func(tx *Tx) error {
				got, err := tx.AddCertificate(ctx, 2026, Certificate{ListID: l.ID, KeyID: 1, MadeAt: when}, func(ref string) (string, string, error) { return "object" + ref, "sum", nil })
				if err == nil && got.Reference != []string{"V-2026-0001", "V-2026-0002"}[want] {
					t.Errorf("certificate %+v", got)
				}
				return err
			})
		}
		if all := must[[]Certificate](t)(s.Certificates(ctx, 0)); len(all) != 2 || all[1].Object != "objectV-2026-0002" {
			t.Errorf("certificates %+v", all)
		}
		if got := must[DestructionList](t)(s.List(ctx, l.Reference)); got.State != ListDone || got.ApprovedBy != "J.W." || !got.DoneAt.Equal(when) {
			t.Errorf("list %+v", got)
		}
	})
}

func TestACaseHasOneHoldAtATimeAndTheLogIsAChain(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store, _ Options) {
		ctx := t.Context()
		hold := func() error {
			return s.WithTx(ctx, func(tx *Tx) error {
				return tx.AddHold(ctx, Hold{CaseID: 7, SealedReason: []byte("x"), By: "R.M.", At: when})
			})
		}
		if err := hold(); err != nil {
			t.Fatal(err)
		}
		if hold() == nil {
			t.Error("two holds at a time")
		}
		inTx(t, s, func(tx *Tx) error {
			h, err := tx.Hold(ctx, 7)
			if err != nil {
				return err
			}
			return errors.Join(tx.ReleaseHold(ctx, h.ID, "R.M.", when), tx.Record(ctx, OfHold, 7, "held", "R.M.", 1, when), tx.Record(ctx, OfHold, 7, "released", "R.M.", 2, when))
		})
		inTx(t, s, func(tx *Tx) error {
			if _, err := tx.Hold(ctx, 7); !errors.Is(err, ErrNotFound) {
				t.Errorf("released: %v", err)
			}
			return nil
		})
		if err := hold(); err != nil {
			t.Errorf("a second hold after the first: %v", err)
		}
		lines := must[[]Event](t)(s.Records(ctx, OfHold, 7))
		if err := CheckChain(OfHold, 7, lines); err != nil || len(lines) != 2 {
			t.Errorf("%v %v", lines, err)
		}
		lines[0].Actor = "X"
		if CheckChain(OfHold, 7, lines) == nil {
			t.Error("a changed line was not seen")
		}
	})
}

func TestWhatDestructionAsksUsesAnIndex(t *testing.T) {
	s := open(t, Options{SQLite: filepath.Join(t.TempDir(), "app.db"), Master: testMaster(1)})
	for name, query := range map[string]string{
		"mine":    strings.ReplaceAll(mine, "$1", "1"),
		"lives":   `SELECT COUNT(*) FROM message m JOIN data_key k ON k.id = m.key_id WHERE m.object = 'a'`,
		"busy":    `SELECT COUNT(*) FROM outbox WHERE case_id = 1 AND case_id <> 0 AND state IN ('queued', 'sending', 'retry', 'uncertain')`,
		"listed":  `SELECT COUNT(*) FROM destruction_object WHERE object = 'a'`,
		"on list": `SELECT COUNT(*) FROM destruction_item i JOIN destruction_list l ON l.id = i.list_id WHERE i.case_id = 1 AND l.state <> 'done' AND i.state <> 'skipped'`,
		"hold":    `SELECT id FROM legal_hold WHERE case_id = 1 AND released_at IS NULL`,
	} {
		plan := must[[]string](t)(collect(t.Context(), s.db, func(row Row) (detail string, err error) {
			var id, parent, unused int
			return detail, row.Scan(&id, &parent, &unused, &detail)
		}, `EXPLAIN QUERY PLAN `+query))
		for _, step := range plan {
			if strings.HasPrefix(step, "SCAN") {
				t.Errorf("%s reads through a whole table: %v", name, plan)
			}
		}
	}
}
