package sim

func decideScale(v View, k Key, s *Stream) []Intent { return nil }

func (c PutScaling) do(w *World) (Reply, error) { panic("being written") }

func (c PutAlarm) do(w *World) (Reply, error) { panic("being written") }
