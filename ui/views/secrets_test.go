package views

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/ecsdeck/ecsdeck/model"
	"github.com/ecsdeck/ecsdeck/ui/document"
	"github.com/ecsdeck/ecsdeck/ui/kind"
	"github.com/ecsdeck/ecsdeck/ui/report"
	"github.com/ecsdeck/ecsdeck/ui/screen"
	"github.com/ecsdeck/ecsdeck/ui/theme"
)

// planted is a definition with a secret everywhere that people write one.
func planted(ref model.TaskDefRef, secret string) model.TaskDefinition {
	return model.TaskDefinition{
		Ref: ref, Status: "ACTIVE", Volumes: []model.Volume{{Name: "v", From: "driverOpts=password=" + secret}},
		Containers: []model.ContainerDef{{
			Name: "app", Image: "app:1", EntryPoint: []string{"run", "--api-key", secret},
			Command:     []string{"run", "--password=" + secret, "--token", secret, "postgres://bob:" + secret + "@h/db", "sh -c \"login --secret " + secret + " now\""},
			Environment: []model.Variable{{Name: "MODE", Value: secret}},
			HealthCheck: model.HealthCheck{Command: []string{"CMD-SHELL", `curl -H "Authorization: Bearer ` + secret + `" -H "X-Auth: Basic ` + base64.StdEncoding.EncodeToString([]byte("bob:"+secret)) + `" http://h`}},
			Log:         model.LogConfig{Driver: "splunk", Options: map[string]string{"splunk-token": secret, "splunk-url": "https://x:" + secret + "@h"}},
			Settings:    []model.Setting{{Name: "dockerLabels", Value: "api_token=" + secret + " " + secret + ", key=-----BEGIN PRIVATE KEY----- " + secret}},
		}},
	}
}

// TestNoSecretIsSeenUnasked looks for planted secrets in all that is made of a
// definition and of the difference of two.
func TestNoSecretIsSeenUnasked(t *testing.T) {
	t.Parallel()
	prod := model.ClusterRef{Partition: "aws", Region: "eu-west-1", Account: "123456789012", Name: "prod"}
	rapid.Check(t, func(t *rapid.T) {
		secret := rapid.StringMatching(`Zq7[A-Za-z0-9!$%&*+_~-]{3,12}Qz`).Draw(t, "secret")
		coded := base64.StdEncoding.EncodeToString([]byte("bob:" + secret))
		a, b := prod.TaskDef("api", 1), prod.TaskDef("api", 2)
		snap := &model.Snapshot{TaskDefs: map[model.TaskDefRef]model.Part[model.TaskDefinition]{
			a: {At: time.Unix(1, 0), Rows: []model.TaskDefinition{planted(a, secret)}}, b: {At: time.Unix(1, 0), Rows: []model.TaskDefinition{planted(b, secret+"x")}},
		}}
		env := screen.Env{Theme: theme.Default(), Snap: snap, Now: time.Unix(1, 0), Width: 200, Height: 200}
		none := func(where, text string) {
			if text == "" || strings.Contains(text, "Zq7") || strings.Contains(text, coded[:len(coded)-8]) {
				t.Errorf("in %s:\n%s", where, text)
			}
		}
		for name, s := range map[string]screen.Screen{
			"the page": kind.Describe(definition, screen.OfTaskDef(prod, a)), "the diff": kind.Describe(diff, screen.Ref{Cluster: prod, TaskDef: b, Against: a}),
		} {
			s.Enter(t.Context(), env)
			none(name, strings.Join(s.View(env), "\n"))
			thing := s.(screen.Holder).Things(env)[0]
			doc := document.Of(thing.Value)
			for _, f := range []document.Format{document.YAML, document.JSON} {
				none(fmt.Sprint(name, " as ", f), document.Text(doc, f, false))
				if !strings.Contains(document.Text(doc, f, true), secret) {
					t.Errorf("%s as %v has no secret to reveal", name, f)
				}
			}
			reveal, _ := screen.Find(s.Actions(env), "v")
			reveal.Do()
			if !strings.Contains(strings.Join(s.View(env), "\n"), secret) {
				t.Errorf("%s does not reveal", name)
			}
			s.(*kind.Page).Conceal()
			none("a report of "+name, report.Report{Title: "x", Text: strings.Join(s.View(env), "\n"), Facts: doc}.Markdown())
		}
	})
}
