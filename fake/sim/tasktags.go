package sim

// tagsOf are the tags of a standalone task: its own before the definition's
// before those that ECS manages.
func tagsOf(c *Cluster, def *TaskDef, own map[string]string, propagate, managed bool) map[string]string {
	tags := map[string]string{}
	if managed {
		tags["aws:ecs:clusterName"] = c.Name
	}
	if propagate {
		addTags(tags, def.Tags)
	}
	addTags(tags, own)
	return tags
}

// taskTags are the tags of a service's task: those of the service or of the
// definition, as the service says, and those that ECS manages (developer guide,
// ecs-using-tags).
func (s *Service) taskTags(def *TaskDef) map[string]string {
	if !s.ManagedTags && (s.PropagateTags == "" || s.PropagateTags == "NONE") {
		return nil
	}
	tags := map[string]string{}
	if s.ManagedTags {
		tags["aws:ecs:clusterName"], tags["aws:ecs:serviceName"] = s.Cluster, s.Name
	}
	switch s.PropagateTags {
	case "TASK_DEFINITION":
		addTags(tags, def.Tags)
	case "SERVICE":
		addTags(tags, s.Tags)
	}
	return tags
}

func addTags(to, from map[string]string) {
	for _, k := range keys(from) {
		to[k] = from[k]
	}
}
