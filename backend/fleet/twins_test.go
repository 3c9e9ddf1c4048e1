package fleet

import (
	"testing"

	"github.com/ecsdeck/ecsdeck/model"
)

// The second of two profiles of one account and region tells which shows it.
func TestTwins(t *testing.T) {
	f := &Fleet{merged: &model.Snapshot{}, more: make(chan struct{})}
	member1 := func(profile, region string) *member {
		own := model.Context{Profile: profile, Region: region}
		return &member{own: own, name: own.Name(), account: "123456789012", snap: &model.Snapshot{}}
	}
	f.man([]*member{member1("prod", "eu-west-1"), member1("stage", "eu-west-1"), member1("stage", "us-east-1")})
	var through []string
	for _, c := range f.standing() {
		through = append(through, c.Through)
	}
	if through[0] != "" || through[1] != "prod/eu-west-1" || through[2] != "" {
		t.Errorf("shown through %q", through)
	}
}
