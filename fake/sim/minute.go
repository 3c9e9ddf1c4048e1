package sim

func decideMinute(v View, k Key, s *Stream) []Intent { return nil }

func (c SetTraffic) do(w *World) (Reply, error) { panic("being written") }
