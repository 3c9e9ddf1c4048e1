package sim

func decideCapacity(v View, k Key, s *Stream) []Intent { return nil }

func (c CreateProvider) do(w *World) (Reply, error) { panic("being written") }

func (c KillInstance) do(w *World) (Reply, error) { panic("being written") }
