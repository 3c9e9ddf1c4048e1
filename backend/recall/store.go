package recall

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/gob"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

const (
	// header is what a file begins with. The number is that of the format:
	// another one is not read.
	header     = "ecsdeck recall 1\n"
	suffix     = ".recall"
	unfinished = ".new"
	// mostBytes is how large a file may be, mostUnpacked how much comes out of
	// one, mostFiles how many contexts are remembered.
	mostBytes    = 5 << 20
	mostUnpacked = 128 << 20
	mostFiles    = 20
	// every is how often a change is written while the program runs.
	every = time.Minute
)

// Store is the memory of one context. A nil Store remembers nothing.
type Store struct {
	dir, file string
	log       *slog.Logger
	written   uint64 // hash of the rows last written
}

// Dir is where memories are kept unless told otherwise: the person's own folder
// for what can be lost.
func Dir() (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	return filepath.Join(cache, "ecsdeck"), nil
}

// Open is the memory of a context in a folder. It reads nothing. The name of
// the file gives nothing away of the context.
func Open(dir, profile, region, endpoint string, log *slog.Logger) *Store {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	sum := sha256.Sum256([]byte(strings.Join([]string{profile, region, endpoint}, "\x00")))
	return &Store{dir: dir, file: filepath.Join(dir, hex.EncodeToString(sum[:16])+suffix), log: log}
}

// Load is what was seen last, each part marked as recalled; nil when there is
// nothing. A file that cannot be read is told to the log and left alone.
func (s *Store) Load() *model.Snapshot {
	if s == nil {
		return nil
	}
	data, err := s.read()
	var m memory
	if err == nil {
		err = decode(data, &m)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		s.log.Warn("what was seen last time is not used", "file", s.file, "error", err.Error())
		return nil
	}
	return m.snapshot()
}

func (s *Store) read() ([]byte, error) {
	f, err := os.Open(s.file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("it is not a file")
	case info.Size() > mostBytes:
		return nil, fmt.Errorf("%d bytes are too many", info.Size())
	}
	return io.ReadAll(io.LimitReader(f, mostBytes))
}

func decode(data []byte, m *memory) error {
	packed, ok := bytes.CutPrefix(data, []byte(header))
	if !ok {
		return errors.New("it is of another program or version")
	}
	unzip, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return err
	}
	// All of it first: its checksum stands at the end.
	plain, err := io.ReadAll(io.LimitReader(unzip, mostUnpacked))
	if err != nil {
		return err
	}
	return gob.NewDecoder(bytes.NewReader(plain)).Decode(m)
}

func encode(m memory) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString(header)
	zip, err := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	if err := gob.NewEncoder(zip).Encode(m); err != nil {
		return nil, err
	}
	if err := zip.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// hash tells whether rows have changed.
func (m memory) hash() (uint64, error) {
	h := fnv.New64a()
	err := gob.NewEncoder(h).Encode(m.ageless())
	return h.Sum64(), err
}

// Save writes what is worth keeping of a snapshot, if anything has changed since
// the last time.
func (s *Store) Save(snap *model.Snapshot) error {
	if s == nil {
		return nil
	}
	m := remember(snap)
	sum, err := m.hash()
	if err != nil || sum == s.written {
		return err
	}
	return s.save(m, sum)
}

func (s *Store) save(m memory, sum uint64) error {
	if m.Clusters.At.IsZero() && len(m.Services) == 0 {
		return nil // nothing was seen: what was seen before is worth more
	}
	data, err := encode(m)
	for err == nil && len(data) > mostBytes && m.lessen() {
		data, err = encode(m)
	}
	if err == nil {
		err = s.write(data)
	}
	if err == nil {
		s.written = sum
	}
	return err
}

// write replaces the file in one step, readable for its owner alone.
func (s *Store) write(data []byte) error {
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(s.dir, "*"+unfinished) // of mode 0600
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), s.file)
	}
	if err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return prune(s.dir)
}

// prune removes the memories written longest ago beyond mostFiles, and what a
// writer that was killed has left.
func prune(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	var files []fs.FileInfo
	var errs []error
	for _, e := range entries {
		info, err := e.Info()
		switch {
		case err != nil || !info.Mode().IsRegular(): // another process has removed it
		case filepath.Ext(e.Name()) == suffix:
			files = append(files, info)
		case filepath.Ext(e.Name()) == unfinished && time.Since(info.ModTime()) > time.Hour:
			errs = append(errs, os.Remove(filepath.Join(dir, e.Name())))
		}
	}
	model.Sort(files, func(a, b fs.FileInfo) int { return b.ModTime().Compare(a.ModTime()) })
	for _, f := range files[min(len(files), mostFiles):] {
		errs = append(errs, os.Remove(filepath.Join(dir, f.Name())))
	}
	return errors.Join(errs...)
}

// Keep writes what latest gives every minute, when it has changed, and once more
// when ctx ends. Nothing waits for it but the end of the program.
func (s *Store) Keep(ctx context.Context, latest func() *model.Snapshot) {
	if s == nil {
		return
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			s.tell(s.Save(latest()))
		case <-ctx.Done():
			s.tell(s.save(remember(latest()), 0))
			return
		}
	}
}

func (s *Store) tell(err error) {
	if err != nil {
		s.log.Warn("what was seen cannot be kept for the next time", "error", err.Error())
	}
}
