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

// pullFailure is the text that ECS gives when an image cannot be pulled
// (developer guide, stopped-task-error-codes; the apostrophe is AWS's own).
func pullFailure(r PullResult, image string, fargate bool) string {
	switch {
	case r == PullMissing && fargate:
		return "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref " + image + ": " + image + ": not found"
	case r == PullMissing:
		return "CannotPullContainerError: The task can’t pull the image. Check whether the image exists. Error response from daemon: manifest for " + image + " not found: manifest unknown: Requested image not found"
	case r == PullDenied:
		return "CannotPullContainerError: The task can’t pull the image. Check that the role has the permissions to pull images from the registry. Error response from daemon: pull access denied for " +
			repository(image) + ", repository does not exist or may require 'docker login': denied: User is not authorized to perform: ecr:BatchGetImage"
	case fargate:
		return "CannotPullContainerError: The task cannot pull " + image + " from the registry " + registry(image) +
			". There is a connection issue between the task and the registry. Check your task network configuration. : failed to copy: httpReadSeeker: failed open: failed to do request: Get https://" +
			registry(image) + "/v2/: dial tcp 10.0.0.2:443 i/o timeout"
	}
	return "CannotPullContainerError: The task can’t pull the image. Check your network configuration. Error response from daemon: Get https://" + registry(image) +
		"/v2/: net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)"
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
	w.state.images[c.Image] = c.Does
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
