package views

import (
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
)

// What the nouns of ECS are, as things to open, copy and describe.

func thingOfCluster(c model.Cluster) screen.Thing {
	return screen.Thing{Ref: screen.OfCluster(c.Ref), Name: c.Ref.Name, ARN: c.Ref.ARN(), Value: c}
}

func thingOfService(s model.Service) screen.Thing {
	ref := screen.OfService(s.Ref)
	ref.TaskDef = s.TaskDef
	return screen.Thing{Ref: ref, Name: s.Ref.Name, ARN: s.Ref.ARN(), Value: s}
}

func thingOfTask(t model.Task) screen.Thing {
	ref := screen.OfTask(t.Ref, t.Service())
	ref.TaskDef = t.TaskDef
	thing := screen.Thing{Ref: ref, Name: t.Ref.Short(), ARN: t.Ref.ARN(), ID: t.Ref.ID, IP: t.IP, Value: t}
	var images []string
	for _, c := range t.Containers {
		images = append(images, c.Image)
	}
	thing.Image = strings.Join(images, "\n")
	return thing
}

func thingOfInstance(i model.Instance) screen.Thing {
	return screen.Thing{Ref: screen.OfInstance(i.Ref), Name: i.EC2ID, ARN: i.Ref.ARN(), ID: i.EC2ID, Value: i}
}

func thingOfDefinition(d model.TaskDefinition, in model.ClusterRef) screen.Thing {
	return screen.Thing{Ref: screen.OfTaskDef(in, d.Ref), Name: d.Ref.String(), ARN: d.Ref.ARN(), Value: d}
}
