//go:build !unix

package display

// watch has nothing to watch: there are no such signals.
func (d *Display) watch(<-chan struct{}) {}
