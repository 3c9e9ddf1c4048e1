package views

import (
	"fmt"
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/model/fit"
	"github.com/ecsdeck/ecsdeck/ui/table"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// fitsCell is how many more tasks there is room for: x7.
func fitsCell(n int) table.Cell {
	switch {
	case n == 0:
		return table.State(model.Warning, "0")
	case n >= fit.Endless:
		return table.Text("any")
	}
	return table.Text("x" + text.Count(n))
}

// checked is the cell of a check that is passed or not.
func checked(a fit.Answer, words string, env table.Env) table.Cell {
	good, bad, _ := marks(env.Theme)
	switch {
	case !a.OK:
		if a.Lacks != "" {
			words = a.Lacks
		}
		return table.State(model.Broken, bad+" "+words)
	case a.Unknown:
		return table.Dim("?")
	}
	return table.Dim(strings.TrimSpace(good + " " + words))
}

func checkColumn(c fit.Check, id, title string, width, drop int) table.Column[placementRow] {
	return table.Column[placementRow]{ID: id, Title: title, Width: width, Drop: drop, Min: min(width, 8),
		Cell: func(r placementRow, env table.Env) table.Cell { return checked(r.Answers[c], "", env) }}
}

// amountColumn is what is left of a resource, and for how many tasks: 1.5 x6; or
// that it is less than one needs: 0.12 < 0.25.
func amountColumn(c fit.Check, id, title string, width, least, drop int, say func(int) string) table.Column[placementRow] {
	return table.Column[placementRow]{ID: id, Title: title, Width: width, Min: least, Drop: drop,
		Less: func(a, b placementRow) bool { return a.Answers[c].Have < b.Answers[c].Have },
		Cell: func(r placementRow, env table.Env) table.Cell {
			a := r.Answers[c]
			good, bad, _ := marks(env.Theme)
			switch {
			case a.Unknown:
				return table.Dim("?")
			case a.Need == 0 && a.OK:
				return table.Dim("-")
			case !a.OK:
				return table.State(model.Broken, bad+" "+say(max(0, a.Have))+"<"+say(a.Need))
			}
			words := good + " " + say(a.Have)
			if more := words + " x" + text.Count(a.More); text.Width(more) <= env.Width {
				words = more
			}
			if r.Tightest == c {
				return table.Text(words) // the one that sets the limit
			}
			return table.Dim(words)
		}}
}

// says is how the instance looks to a task, in a sentence.
func (v placementRow) says() string {
	var lacks []string
	for c, a := range v.Answers {
		if !a.OK {
			lacks = append(lacks, lackOf(fit.Check(c), a)) //nolint:gosec // there are ten
		}
	}
	if len(lacks) > 0 {
		return "no room: " + strings.Join(lacks, ", ")
	}
	says := moreWords(v.Fits)
	if v.Fits < fit.Endless {
		says += ", by " + v.Tightest.String()
	}
	for c, a := range v.Answers {
		if a.Unknown {
			says += "; " + fit.Check(c).String() + ": not told by ECS" //nolint:gosec // there are ten
		}
	}
	return says
}

// lackOf is what is missing, with numbers where there are any.
func lackOf(c fit.Check, a fit.Answer) string {
	switch {
	case c == fit.CPU:
		return fmt.Sprintf("%s vCPU left of the %s that it needs", vcpus(max(0, a.Have)), vcpus(a.Need))
	case c == fit.Memory:
		return fmt.Sprintf("%s of memory left of the %s that it needs", mebibytes(max(0, a.Have)), mebibytes(a.Need))
	case a.Lacks == "":
		return fmt.Sprintf("%d %s left", max(0, a.Have), c)
	}
	return c.String() + " " + a.Lacks
}

// lackWords counts why instances refuse: 2 lack CPU, 1 agent.
func lackWords(t fit.Total) string {
	var words []string
	for c, n := range t.Refused {
		if n > 0 {
			words = append(words, fmt.Sprintf("%d %s", n, fit.Check(c))) //nolint:gosec // there are ten
		}
	}
	if len(words) == 0 {
		return ""
	}
	return "lacking: " + strings.Join(words, ", ")
}

// needWords is what a task takes and asks for.
func needWords(n fit.Need) string {
	words := []string{vcpus(n.CPU) + " vCPU", mebibytes(n.Memory)}
	if n.GPUs > 0 {
		words = append(words, text.Plural(n.GPUs, "GPU"))
	}
	if n.ENIs > 0 {
		words = append(words, "an interface of its own")
	}
	var ports []string
	for _, p := range n.Ports {
		ports = append(ports, fmt.Sprint(p.Number))
	}
	if len(ports) > 0 {
		words = append(words, "host port "+strings.Join(ports, " "))
	}
	if n.Dynamic > 0 {
		words = append(words, text.Plural(n.Dynamic, "dynamic port"))
	}
	if n.Arch != "" && !strings.EqualFold(n.Arch, "X86_64") {
		words = append(words, n.Arch)
	}
	if n.Apart {
		words = append(words, "an instance without another of its service")
	}
	words = append(words, n.Members...)
	if len(n.Providers) > 0 {
		words = append(words, "an instance of "+strings.Join(n.Providers, " or "))
	}
	return strings.Join(words, ", ")
}
