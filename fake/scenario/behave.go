package scenario

import (
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// imageActions are the steps that change what an image does.
var imageActions = []action{
	{"image", "", func(m maker, st *Step) (sim.Command, error) {
		return m.behave(st, "image.name", st.Image.Name, func(b sim.Behaviour) sim.Behaviour {
			return st.Image.over(b, func(key string) bool { return st.file.has(st.path + ".image." + key) })
		})
	}},
	{"badImage", "", func(m maker, st *Step) (sim.Command, error) {
		return m.behave(st, "badImage.image", st.BadImage.Image, func(b sim.Behaviour) sim.Behaviour {
			return Image{Pull: st.BadImage.Pull}.over(b, only("pull"))
		})
	}},
	{"crashLoop", "", func(m maker, st *Step) (sim.Command, error) {
		return m.behave(st, "crashLoop.image", st.CrashLoop.Image, func(b sim.Behaviour) sim.Behaviour {
			b.ExitAfter, b.ExitCode = st.CrashLoop.After, *st.CrashLoop.ExitCode
			return b
		})
	}},
	{"memoryLeak", "", func(m maker, st *Step) (sim.Command, error) {
		return m.behave(st, "memoryLeak.image", st.MemoryLeak.Image, func(b sim.Behaviour) sim.Behaviour {
			b.LeakPerHour = st.MemoryLeak.PerHour
			return b
		})
	}},
	{"slowStart", "", func(m maker, st *Step) (sim.Command, error) {
		return m.behave(st, "slowStart.image", st.SlowStart.Image, func(b sim.Behaviour) sim.Behaviour {
			b.Boot = st.SlowStart.Boot
			return b
		})
	}},
	{"healthFails", "", func(m maker, st *Step) (sim.Command, error) {
		return m.behave(st, "healthFails.image", st.HealthFails.Image, func(b sim.Behaviour) sim.Behaviour {
			b.FailsAfter = st.HealthFails.After
			return b
		})
	}},
}

// Action is one word of the vocabulary of steps.
type Action struct {
	Key string `json:"key"`
	// On is the key that says where it acts; "" when it needs none.
	On string `json:"on,omitempty"`
}

// Actions is the vocabulary: everything that a step can do.
func Actions() []Action {
	out := make([]Action, 0, len(actions))
	for _, a := range actions {
		out = append(out, Action{a.key, a.want})
	}
	return out
}

func only(key string) func(string) bool { return func(k string) bool { return k == key } }

// behave changes what an image does: the one that is named, or that of the
// step's service.
func (m maker) behave(st *Step, key, image string, change func(sim.Behaviour) sim.Behaviour) (sim.Command, error) {
	if image == "" {
		if st.Service == "" {
			return nil, m.fail(st.path+"."+key, "which image? Give its name, or a service")
		}
		s, err := m.serviceAt(st.path+".service", st.Service)
		if err != nil {
			return nil, err
		}
		image = s.Def.Containers[0].Image
	} else if err := m.image(st.path+"."+key, image); err != nil {
		return nil, err
	}
	return sim.SetImage{Image: image, Does: change(m.v.Behaviour(image))}, nil
}
