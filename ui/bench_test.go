package ui

import (
	"context"
	"fmt"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/uitest"
)

// crowd is a cluster of n services with two tasks each.
func crowd(n int) *model.Snapshot {
	w := newWorld()
	var services []model.Service
	var all []model.Task
	for i := range n {
		s := order()
		s.Ref = foodDelivery.Service(fmt.Sprintf("service-%04d", i))
		s.Running = 8 - i%3
		services = append(services, s)
		for k := range 2 {
			all = append(all, newTask(2*i+k, s.Ref.Name, 17, model.TaskRunning, time.Hour))
		}
	}
	w.Services = map[model.ClusterRef]model.Part[model.Service]{foodDelivery: known(services...)}
	w.Tasks = map[model.ClusterRef]model.Part[model.Task]{foodDelivery: known(all...)}
	return w
}

func benchModel(b *testing.B, keys ...string) (*Model, *script) {
	b.Helper()
	f := newScript(crowd(5000))
	ctx, cancel := context.WithCancel(b.Context())
	b.Cleanup(cancel)
	plain := &plain{about: awsAbout(), snap: f.Latest}
	m := New(ctx, Options{Backend: full{plain}, Feed: f, About: awsAbout(), Where: Where{Cluster: "food-delivery"}, Wall: func() time.Time { return noon }})
	m.Init()
	m.Update(tea.WindowSizeMsg{Width: 160, Height: 45})
	for _, key := range keys {
		m.Update(uitest.Key(key))
	}
	m.View()
	return m, f
}

// A key in a list of five thousand services, up to the frame.
func BenchmarkKeyToFrame(b *testing.B) {
	m, _ := benchModel(b)
	for b.Loop() {
		m.Update(uitest.Key("j"))
		m.View()
	}
}

// A key in the list of ten thousand tasks.
func BenchmarkKeyToFrameTasks(b *testing.B) {
	m, _ := benchModel(b, "a")
	for b.Loop() {
		m.Update(uitest.Key("j"))
		m.View()
	}
}

// A key on the page about one of five thousand services.
func BenchmarkKeyToFramePage(b *testing.B) {
	m, _ := benchModel(b, "d")
	for b.Loop() {
		m.Update(uitest.Key("j"))
		m.View()
	}
}

// A snapshot of five thousand services and ten thousand tasks, as far as keys wait
// for it.
func BenchmarkSnapshotToFrame(b *testing.B) {
	m, f := benchModel(b)
	for b.Loop() {
		m.Update(snapshotMsg{snap: f.change(func(*model.Snapshot) {})})
		m.View()
	}
}

// The second that passes while nothing happens.
func BenchmarkTick(b *testing.B) {
	m, _ := benchModel(b)
	for b.Loop() {
		m.Update(tickMsg{wall: noon, now: noon, speed: 1})
		m.View()
	}
}

// A key of a filter that compares a number, in five thousand services.
func BenchmarkFilterKeyToFrame(b *testing.B) {
	m, _ := benchModel(b, "/", "c", "p", "u", "<", "9")
	keys := []string{"0", "backspace"}
	for i := 0; b.Loop(); i++ {
		m.Update(uitest.Key(keys[i%2]))
		m.View()
	}
}
