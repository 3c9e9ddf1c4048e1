package feed

import (
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// Standing is how it stands with the answer to one want.
type Standing struct {
	At       time.Time // when it came, zero while none has
	Err      error     // of the newest try
	Recalled bool      // it is of the last session
}

// StandingOf finds in a snapshot how it stands with a want.
func StandingOf(s *model.Snapshot, w Want) Standing { return parts[w.Part].home.standing(s, w) }

func standingOf[R any](p model.Part[R]) Standing { return Standing{p.At, p.Err, p.Recalled} }
