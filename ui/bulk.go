package ui

import (
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/overlay"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/views"
)

// askSeveral opens the dialog in which a person decides about several rows at
// once. What it lists is frozen, and so is what it would send.
func (m *Model) askSeveral(e screen.Several) {
	o := overlay.BulkOpening{Now: m.now, Reason: m.stopReason()}
	decides, worlds := false, map[string]bool{}
	var clusters []model.ClusterRef
	for _, one := range e.Of {
		row := overlay.BulkRow{Name: one.Name, Why: one.Why}
		deed, known := o.Deed, true
		switch e := one.Effect.(type) {
		case nil:
			o.Rows = append(o.Rows, row)
			continue
		case screen.Scale:
			deed, row.Service, row.Scaler = overlay.BulkScale, e.Service, m.scaler(e.Service.Ref)
		case screen.Redeploy:
			deed, row.Service = overlay.BulkRedeploy, e.Service
		case screen.Stop:
			s, _ := views.FindService(m.snap, screen.OfService(e.Task.Ref.Cluster.Service(e.Task.Service())))
			deed, row.Task, row.Service = overlay.BulkStop, e.Task, s.Service
		default:
			known = false
		}
		if !known || decides && deed != o.Deed {
			m.say(model.Warning, e.Action+" is for one row at a time: esc unmarks")
			return
		}
		if what := m.writes.of(writesTo(one.Effect)); what != "" {
			row.Why = "not before the answer to: " + what
		}
		o.Deed, decides = deed, true
		worlds[m.world(placeOf(one.Effect))] = true
		clusters = append(clusters, placeOf(one.Effect))
		o.Rows = append(o.Rows, row)
	}
	slices.SortFunc(clusters, func(a, b model.ClusterRef) int { return strings.Compare(a.ARN(), b.ARN()) })
	o.Opening = m.opening(m.worldOf(worlds), strconv.Itoa(len(clusters)), slices.Compact(clusters)...)
	if len(worlds) > 1 { // then every row says in which it is
		for i, one := range e.Of {
			if one.Effect != nil {
				o.Rows[i].Name += ", " + m.world(placeOf(one.Effect))
			}
		}
	}
	m.dialog = overlay.NewBulk(o)
}

// worldOf names the one world of several deeds, or says that there are several.
func (m *Model) worldOf(worlds map[string]bool) string {
	name := ""
	for world := range worlds {
		name = world
	}
	if len(worlds) > 1 {
		return "in several accounts or regions"
	}
	return name
}

// sendNext sends the next of several deeds, through the same door as a single
// one.
func (m *Model) sendNext() tea.Cmd {
	d, ok := m.dialog.(*overlay.Bulk)
	if !ok {
		return nil
	}
	row, r, ok := d.Next()
	if !ok {
		return nil
	}
	msg, send := m.deed(r)
	msg.bulk, msg.row = d, row
	return m.write(msg, send)
}

// answered tells a dialog about several rows how one of them ended, and sends
// the next. A dialog that is gone sends no more.
func (m *Model) answered(msg wroteMsg) tea.Cmd {
	if msg.bulk == nil {
		return nil
	}
	if m.dialog != overlay.Dialog(msg.bulk) {
		msg.bulk.Stop()
	}
	msg.bulk.Answer(msg.row, msg.err, m.opt.Wall())
	return m.sendNext()
}
