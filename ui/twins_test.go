package ui

import (
	"testing"

	"github.com/ecsdeck/ecsdeck/model"
)

// Two profiles of one account and region are said to be the same, once.
func TestTwinContexts(t *testing.T) {
	r := newRig(t, 160, 24, switching)
	twins := []model.Context{
		{Profile: "prod", Region: "eu-west-1", Account: "123456789012"},
		{Profile: "stage", Region: "eu-west-1", Account: "123456789012", Through: "prod/eu-west-1"},
	}
	r.publish(func(s *model.Snapshot) { s.Contexts = twins })
	r.shows("prod/eu-west-1 and stage/eu-west-1 are the same account and region: shown once, through prod/eu-west-1")
	r.m.notices.Dismiss()
	r.publish(func(s *model.Snapshot) { s.Contexts = twins })
	r.hides("are the same account")
}
