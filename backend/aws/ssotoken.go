package aws

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"time"

	"github.com/aws/aws-sdk-go-v2/credentials/ssocreds"
)

// ssoToken is the file in which the AWS CLI and the SDKs keep what a sign-in
// through IAM Identity Center gave them, below ~/.aws/sso/cache.
type ssoToken struct {
	StartURL              string `json:"startUrl"`
	Region                string `json:"region"`
	AccessToken           string `json:"accessToken"`
	ExpiresAt             string `json:"expiresAt"`
	ClientID              string `json:"clientId"`
	ClientSecret          string `json:"clientSecret"`
	RegistrationExpiresAt string `json:"registrationExpiresAt"`
	RefreshToken          string `json:"refreshToken,omitempty"`
}

// utc is a time as the file has it.
func utc(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05Z") }

// ends is when the token is of no use any more and cannot be renewed without a
// person; zero where that is not known.
func (t ssoToken) ends() time.Time {
	at, err := time.Parse(time.RFC3339, t.ExpiresAt)
	if err != nil || t.RefreshToken != "" {
		return time.Time{}
	}
	return at
}

// signInEnds is when the sign-in that the credentials come from does.
func (b *Backend) signInEnds(ctx context.Context) time.Time {
	_, s, why, err := b.session(ctx)
	if err != nil || why != "" {
		return time.Time{}
	}
	path, err := ssocreds.StandardCachedTokenFilepath(s.key())
	if err != nil {
		return time.Time{}
	}
	body, err := os.ReadFile(path) //nolint:gosec // the file that the AWS CLI writes
	var t ssoToken
	if err != nil || json.Unmarshal(body, &t) != nil {
		return time.Time{}
	}
	return t.ends()
}

// write puts the file in the place of the old one in one step: others read it
// at any time. Nobody else on the machine may read it.
func (t ssoToken) write(path string) error {
	body, err := json.MarshalIndent(t, "", "  ")
	if err != nil {
		return err
	}
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, ".ecsdeck-*") // 0600 from the start
	if err != nil {
		return err
	}
	_, err = f.Write(body)
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}
