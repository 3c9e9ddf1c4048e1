package config

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"github.com/fsnotify/fsnotify"
)

// settled is how long nothing may happen to a file before it is read: editors
// write in several steps.
const settled = 100 * time.Millisecond

// Watcher waits for changes of a config file and of the themes beside it.
type Watcher struct {
	fs   *fsnotify.Watcher
	file string
}

// NewWatcher watches the folders, since editors put new files in the place of
// old ones. It is nil where there is nothing to watch.
func NewWatcher(file string) *Watcher {
	if file == "" {
		return nil
	}
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return nil // the machine has no more of them: the settings stay as they are
	}
	dirs := []string{filepath.Dir(file), Themes(file)}
	if target, err := filepath.EvalSymlinks(file); err == nil {
		dirs = append(dirs, filepath.Dir(target))
	}
	watched := false
	for _, dir := range dirs {
		if info, err := os.Stat(dir); err == nil && info.IsDir() {
			watched = w.Add(dir) == nil || watched
		}
	}
	if !watched {
		_ = w.Close()
		return nil
	}
	return &Watcher{w, file}
}

// Next waits until something has changed, and settled. It is false at the end
// of ctx.
func (w *Watcher) Next(ctx context.Context) bool {
	var quiet <-chan time.Time
	for {
		select {
		case <-ctx.Done():
			return false
		case <-quiet:
			return true
		case _, ok := <-w.fs.Errors:
			if !ok {
				return false
			}
		case e, ok := <-w.fs.Events:
			if !ok {
				return false
			}
			if w.matters(e) {
				quiet = time.After(settled)
			}
		}
	}
}

func (w *Watcher) matters(e fsnotify.Event) bool {
	if e.Op == fsnotify.Chmod {
		return false
	}
	return filepath.Base(e.Name) == filepath.Base(w.file) || filepath.Ext(e.Name) == ".yaml" || filepath.Base(e.Name) == "..data"
}

// Close ends the watch.
func (w *Watcher) Close() error { return w.fs.Close() }
