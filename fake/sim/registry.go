package sim

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/model"
)

// Pushed is what the registry has under the name of an image.
type Pushed struct {
	Digest string
	Tag    string // "" when another push has taken it, and of an image named by its digest
	At     time.Time
	Size   int64 // bytes, compressed
}

// Pushed are the images of a repository, as far as a task definition names
// them, oldest push first; ok is false when there is no such repository.
func (v View) Pushed(repo string) (out []Pushed, ok bool) {
	facts, said := v.w.state.facts.repositories[repo]
	if said && !facts.Exists {
		return nil, false
	}
	seen := map[string]bool{}
	for _, family := range keys(v.w.state.families) {
		for _, d := range v.w.state.families[family] {
			for _, c := range d.Containers {
				if repository(c.Image) != repo || seen[c.Image] {
					continue
				}
				seen[c.Image], ok = true, true
				if v.Behaviour(c.Image).Pull == PullMissing || said && len(facts.Tags) > 0 && !slices.Contains(facts.Tags, tag(c.Image)) {
					continue
				}
				out = append(out, v.pushed(c.Image)...)
			}
		}
	}
	model.Sort(out, func(a, b Pushed) int { return a.At.Compare(b.At) })
	return out, ok || said
}

// pushed is every content that an image's name has stood for.
func (v View) pushed(image string) []Pushed {
	size := int64(v.Behaviour(image).Size) << 20
	if _, pinned, ok := strings.Cut(image, "@"); ok {
		return []Pushed{{Digest: pinned, At: v.firstPush(image), Size: size}}
	}
	out := []Pushed{{Digest: digest(image), At: v.firstPush(image), Size: size}}
	for i, at := range v.w.state.pushed[image] {
		out = append(out, Pushed{Digest: digest(fmt.Sprintf("%s#%d", image, i+1)), At: at, Size: size})
	}
	out[len(out)-1].Tag = tag(image)
	return out
}

// firstPush is some days before the world begins, by the image's name.
func (v View) firstPush(image string) time.Time {
	sum := digest(image)
	b, _ := hex.DecodeString(strings.TrimPrefix(sum, "sha256:")[:4])
	return v.w.cfg.Start.Add(-24*time.Hour - time.Duration(int(b[0])<<8|int(b[1]))*time.Minute).Truncate(time.Second)
}
