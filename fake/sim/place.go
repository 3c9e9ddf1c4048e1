package sim

func decidePlace(v View, k Key, s *Stream) []Intent { return nil }
