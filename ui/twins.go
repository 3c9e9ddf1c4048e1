package ui

import (
	"strings"

	"github.com/ecsdeck/ecsdeck/model"
)

// sayTwins says once which contexts are the same account and region, of which
// one alone is shown.
func (m *Model) sayTwins() {
	var says []string
	for _, c := range m.snap.Contexts {
		if c.Through != "" {
			says = append(says, c.Through+" and "+c.Name()+" are the same account and region: shown once, through "+c.Through)
		}
	}
	if all := strings.Join(says, "; "); all != m.twins {
		if m.twins = all; all != "" {
			m.say(model.Warning, all)
		}
	}
}
