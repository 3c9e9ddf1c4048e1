package feed

import (
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

func TestRowsAreOnScreenBeforeTheListIsComplete(t *testing.T) {
	w := newWorld(1000)
	w.batches = true
	inBubble(t, w, Gentle(), func(t *testing.T, f *Feed) {
		f.Look(Scope{Shown: []Want{services, metrics}})
		pass(2*w.latency + time.Millisecond) // one list, one batch
		p := f.Latest().Services[prod]
		if len(p.Rows) != 10 || !p.Known() || !p.Asking || !p.Growing {
			t.Fatalf("%d rows after two round trips, asking %v: want the first batch", len(p.Rows), p.Asking)
		}
		seq, rows := f.Latest().Seq, len(p.Rows)
		for range 40 {
			pass(100 * time.Millisecond)
			if n := len(f.Latest().Services[prod].Rows); n <= rows {
				t.Fatalf("%d rows, and %d before", n, rows)
			} else {
				rows = n
			}
		}
		if n := f.Latest().Seq - seq; n > 41 {
			t.Errorf("%d snapshots in 4 s, want at most 10 a second", n)
		}
		if len(w.log("metrics")) != 0 {
			t.Error("metrics are asked while the list of services still grows")
		}
		pass(2 * time.Second)
		if p = f.Latest().Services[prod]; len(p.Rows) != 1000 || p.Asking || p.Growing || p.Err != nil {
			t.Errorf("%d rows in the end, %v", len(p.Rows), p.Err)
		}
		if got := w.log("metrics"); len(got) != 1 || got[0] != "metrics 1000" {
			t.Errorf("asked %q, want the metrics of all once", got)
		}
	})
}

func TestRowsThatCameRemoveNothing(t *testing.T) {
	s := fold(&model.Snapshot{}, reply(services, newWorld(30).services, nil), nil)
	before := s.Services[prod].At
	row := quiet("svc-007")
	row.Pending = 3
	q := question{want: services}
	s = fold(s, &answer{question: q, rows: []model.Service{row}, at: before.Add(time.Minute), asking: true}, nil)
	if p := s.Services[prod]; len(p.Rows) != 30 || p.Rows[7].Pending != 3 || !p.At.Equal(before) {
		t.Errorf("%d rows of %s: want all, one of them new, and the old age", len(p.Rows), p.At)
	}
}

func TestListThatBreaksOffIsNotTakenForComplete(t *testing.T) {
	q := question{want: services, first: true}
	s := fold(&model.Snapshot{}, &answer{question: q, rows: newWorld(10).services, at: noon, asking: true}, nil)
	s = fold(s, &answer{question: q, err: &backend.Error{Kind: backend.KindUnreachable}, at: noon}, nil)
	if p := s.Services[prod]; len(p.Rows) != 10 || p.Missing == 0 || p.Err == nil {
		t.Errorf("%d rows, %d missing, %v", len(p.Rows), p.Missing, p.Err)
	}
}

func TestRowsThatComeAfterTheirAnswerAreDropped(t *testing.T) {
	l := testLoop()
	asked := step(l, news{scope: &Scope{Shown: []Want{services}}})
	a := reply(services, []model.Service{quiet("a")}, nil)
	a.id = asked[0].id
	l.fold(noon, a)
	step(l, news{came: []came{{question: asked[0], rows: []model.Service{quiet("b")}, at: noon}}})
	if rows := l.snap.Services[prod].Rows; len(rows) != 1 || rows[0].Ref.Name != "a" {
		t.Errorf("%d rows: want the answer alone", len(rows))
	}
}
