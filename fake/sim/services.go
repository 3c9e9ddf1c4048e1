package sim

func (c CreateService) do(w *World) (Reply, error) { panic("being written") }

func (c UpdateService) do(w *World) (Reply, error) { panic("being written") }

func (c DeleteService) do(w *World) (Reply, error) { panic("being written") }
