package aws

import (
	"testing"
	"time"
)

// A sign-in that is renewed by itself has no end that a person need know of.
func TestWhenASignInEnds(t *testing.T) {
	at := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		token ssoToken
		want  time.Time
	}{
		{ssoToken{ExpiresAt: utc(at)}, at},
		{ssoToken{ExpiresAt: utc(at), RefreshToken: "r"}, time.Time{}},
		{ssoToken{ExpiresAt: "soon"}, time.Time{}},
	} {
		if got := c.token.ends(); !got.Equal(c.want) {
			t.Errorf("%+v ends %s, want %s", c.token, got, c.want)
		}
	}
}
