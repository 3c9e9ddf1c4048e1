package sim

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
)

// repository is the image without its tag or digest.
func repository(image string) string {
	image, _, _ = strings.Cut(image, "@")
	if i := strings.LastIndexByte(image, ':'); i > strings.LastIndexByte(image, '/') {
		return image[:i]
	}
	return image
}

// registry is the host that an image is pulled from.
func registry(image string) string {
	host, _, found := strings.Cut(image, "/")
	if !found || !strings.ContainsAny(host, ".:") {
		return "docker.io"
	}
	return host
}

// digest stands for the content of an image: equal names have equal content.
func digest(image string) string {
	sum := sha256.Sum256([]byte(image))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// SetImage declares what an image does. Running tasks follow at once, so that
// a fault can be put in and taken out.
type SetImage struct {
	Image string
	Does  Behaviour
}

func (c SetImage) do(w *World) (Reply, error) {
	if c.Image == "" {
		return Reply{}, &Error{ErrInvalid, "an image's behaviour needs the image's name"}
	}
	w.state.images[c.Image] = &c.Does
	w.note(Entry{Kind: "command", Entity: c.Image, Text: "image behaviour declared"})
	for _, cl := range sorted(w.state.clusters) {
		for _, t := range slices.Clone(cl.tasks) {
			if t.up() && slices.ContainsFunc(t.Containers, func(k Container) bool { return k.Image == c.Image || repository(k.Image) == c.Image }) {
				w.follow(t)
			}
		}
	}
	return Reply{}, nil
}
