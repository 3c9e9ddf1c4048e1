package sim

func (c RunTask) do(w *World) (Reply, error) { panic("being written") }

func (c StopTask) do(w *World) (Reply, error) { panic("being written") }

func (c KillTask) do(w *World) (Reply, error) { panic("being written") }
