package sim

func (c PutSchedule) do(w *World) (Reply, error) { panic("being written") }
