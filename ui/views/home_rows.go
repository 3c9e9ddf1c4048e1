package views

import (
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/text"
)

// homeRows are what needs a person and the totals of every cluster.
func homeRows(env screen.Env, _ screen.Ref) model.Part[homeRow] {
	all, named := withNamed(env, env.Snap.Clusters)
	rows, asking := programNeeds(env), all.Asking
	for _, c := range all.Rows {
		asking = asking || !settled(env, c)
		found := clusterNeeds(env, c)
		rows = append(rows, found...)
		rows = append(rows, totalsOf(env, c, named[c.Ref], found))
	}
	if len(all.Rows) == 1 {
		for i := range rows { // there is nothing to tell its services from
			rows[i].where = strings.TrimPrefix(rows[i].where, all.Rows[0].Ref.Name+"/")
		}
	}
	return model.Part[homeRow]{Rows: rows, At: all.At, Err: all.Err, Missing: all.Missing, Asking: asking, Growing: all.Growing, Recalled: all.Recalled}
}

// programNeeds are what keeps ecsdeck itself from seeing: contexts that do not
// answer, and credentials.
func programNeeds(env screen.Env) []homeRow {
	var rows []homeRow
	contexts := screen.Route{Kind: KindContexts}
	if CanSwitch(env) != "" {
		contexts = screen.Route{}
	}
	if env.SignedOut != nil {
		rows = append(rows, homeRow{key: "need/credentials", severity: model.Broken, what: "signed out", where: or(env.About.Profile), why: env.SignedOut.Error(), more: ". " + env.Cure, to: contexts})
	} else if left := env.About.CredentialsUntil.Sub(env.Wall); !env.About.CredentialsUntil.IsZero() && left < credentialsSoon {
		why := "the sign-in ends in " + text.Age(max(0, left).Truncate(time.Minute))
		rows = append(rows, homeRow{key: "need/credentials", severity: model.Warning, what: "credentials", where: or(env.About.Profile), why: why, more: ": L signs in again, and until then nothing is lost", to: contexts})
	}
	if len(env.Snap.Contexts) < 2 {
		return rows // of an only context the frame says so
	}
	for _, c := range env.Snap.Contexts {
		if c.Err != nil {
			why := backend.Word(c.Err)
			rows = append(rows, homeRow{key: "need/context/" + c.Name(), severity: model.Broken, what: "no answer", where: c.Name(), why: why,
				more: ": " + strings.TrimPrefix(inALine(c.Err), why+": "), since: worldTime(env, c.At), to: contexts})
		}
	}
	return rows
}

// credentialsSoon is how long before their end credentials are worth a row.
const credentialsSoon = 30 * time.Minute

// worldTime is an instant of the wall clock as one of the world's, which ages on
// screen count from.
func worldTime(env screen.Env, wall time.Time) time.Time {
	if wall.IsZero() {
		return time.Time{}
	}
	return env.Now.Add(wall.Sub(env.Wall))
}
