package sim

func (c CreateCluster) do(w *World) (Reply, error) { panic("being written") }

func (c RegisterTaskDef) do(w *World) (Reply, error) { panic("being written") }

func (c CreateTargetGroup) do(w *World) (Reply, error) { panic("being written") }

func (c SetImage) do(w *World) (Reply, error) { panic("being written") }
