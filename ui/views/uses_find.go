package views

import (
	"cmp"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
)

// use is a place where a service uses something that somebody looks for.
type use struct {
	user
	container string // "" of the task itself
	image     string
	digest    string // "" when nothing tells
	where     string // image, secret, variable, role, ...
	what      string // in words: what matched
}

// usesOf finds where services use what a word names: in their images, the names and
// ARNs of their secrets, the names of their variables, their roles and definitions.
// Without a word it is every image of every service. Values of variables are not
// looked into: they may be secrets.
func usesOf(snap *model.Snapshot, all []user, word string) []use {
	digests := digestsOf(snap)
	word = strings.ToLower(strings.TrimSpace(word))
	var out []use
	for _, u := range all {
		rows := snap.TaskDefs[u.def].Rows
		if len(rows) == 0 {
			continue
		}
		out = append(out, usesIn(u, rows[0], word, digests)...)
	}
	return out
}

func usesIn(u user, d model.TaskDefinition, word string, digests map[imageOf]string) (out []use) {
	has := func(texts ...string) bool {
		for _, s := range texts {
			if strings.Contains(strings.ToLower(s), word) {
				return true
			}
		}
		return false
	}
	for _, c := range d.Containers {
		at := use{user: u, container: c.Name, image: c.Image, digest: digests[imageOf{u.def, c.Name}]}
		note := func(where, what string) {
			at.where, at.what = where, what
			out = append(out, at)
		}
		if has(c.Image, at.digest) {
			note("image", c.Image)
		}
		if word == "" {
			continue
		}
		for _, s := range c.Secrets {
			if has(s.Name, s.From) {
				note("secret", s.Name+" from "+s.From)
			}
		}
		for _, s := range c.Log.Secrets {
			if has(s.Name, s.From) {
				note("log secret", s.Name+" from "+s.From)
			}
		}
		for _, v := range c.Environment {
			if has(v.Name) {
				note("variable", v.Name)
			}
		}
		for _, file := range c.EnvironmentFiles {
			if has(file) {
				note("variables", file)
			}
		}
	}
	if word == "" {
		return out
	}
	for _, whole := range []struct{ where, what string }{{"definition", d.Ref.String()}, {"task role", d.TaskRole}, {"execution role", d.ExecutionRole}} {
		if whole.what != "" && has(whole.what) {
			out = append(out, use{user: u, where: whole.where, what: whole.what})
		}
	}
	return out
}

// imageOf is a container of a revision, which names the image that it runs.
type imageOf struct {
	def       model.TaskDefRef
	container string
}

// digestsOf are the digests that are known: of what runs, else of the registry.
func digestsOf(snap *model.Snapshot) map[imageOf]string {
	out := map[imageOf]string{}
	for def, part := range snap.Images {
		for _, d := range snap.TaskDefs[def].Rows {
			for _, c := range d.Containers {
				for _, i := range part.Rows {
					if i.Ref == c.Image {
						out[imageOf{def, c.Name}] = i.Digest
					}
				}
			}
		}
	}
	note := func(tasks []model.Task) {
		for _, t := range tasks {
			for _, c := range t.Containers {
				if c.Digest != "" {
					out[imageOf{t.TaskDef, c.Name}] = c.Digest
				}
			}
		}
	}
	for _, part := range snap.Tasks {
		note(part.Rows)
	}
	for _, part := range snap.OwnTasks {
		note(part.Rows)
	}
	return out
}

// register are the users of a snapshot and the revisions that they use, each once:
// what it takes to find anything. It is made once for each snapshot.
type register struct {
	snap    *model.Snapshot
	users   []user
	defs    []user // one for each revision
	read    int    // of those
	failed  int
	waiting int // clusters whose services are not read
}

func (r *register) of(snap *model.Snapshot) *register {
	if r.snap == snap {
		return r
	}
	*r = register{snap: snap, users: users(snap)}
	seen := map[model.TaskDefRef]bool{}
	for _, u := range r.users {
		if seen[u.def] {
			continue
		}
		seen[u.def] = true
		r.defs = append(r.defs, u)
		switch part := snap.TaskDefs[u.def]; {
		case len(part.Rows) > 0:
			r.read++
		case part.Err != nil:
			r.failed++
		}
	}
	for _, c := range snap.Clusters.Rows {
		if c.Services > 0 && !snap.Services[c.Ref].Known() {
			r.waiting++
		}
	}
	model.Sort(r.defs, func(a, b user) int {
		return cmp.Or(strings.Compare(a.def.Family, b.def.Family), cmp.Compare(b.def.Revision, a.def.Revision), strings.Compare(a.service.ARN(), b.service.ARN()))
	})
	return r
}
