package secret_test

import (
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/ecsdeck/ecsdeck/model/secret"
)

func TestMasked(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"run --password=hunter22 now":                         "run --password=******** now",
		"run --token hunter22 now":                            "run --token ******** now",
		"run --token --verbose":                               "run --token --verbose",
		"key AKIAIOSFODNN7EXAMPLE used":                       "key ******** used",
		`api_key: "abc def" x`:                                `api_key: "********" x`,
		`curl -H "Authorization: Bearer abc" http://h:8080/x`: `curl -H "Authorization: Bearer ********" http://h:8080/x`,
		`"curl -H \"Authorization: Basic abc\" http://h"`:     `"curl -H \"Authorization: Basic ********\" http://h"`,
		"Bearer abc":                       "Bearer ********",
		"psql postgres://bob:p@w@h/db?x=y": "psql postgres://bob:********@h/db?x=y",
		"redis://:pw@h:6379":               "redis://:********@h:6379",
		"postgres://bob:p/w@h/db":          "postgres://bob:********@h/db",
		"root:pw@tcp(h:3306)/db":           "root:********@tcp(h:3306)/db",
		"curl -u bob:pw http://h":          "curl -u bob:******** http://h",
		"splunk-token  abc → def":          "splunk-token  ******** → ********",
		`{"api_token":"abc","team":"x"}`:   `{"api_token":"********","team":"x"}`,
		`["--password=abc", "x"]`:          `["--password=********", "x"]`,
		"name=API_TOKEN value=abc":         "name=API_TOKEN value=********",
		"-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY----- x": "******** x",
		"refused: token=abc": "refused: token=********",
	} {
		if got := secret.Masked(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
		if again := secret.Masked(want); again != want {
			t.Errorf("%q, masked again, becomes %q", want, again)
		}
	}
}

func TestOrdinaryWordsStay(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"nothing of the kind: token count", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf:password::",
		"DB_PASSWORD from arn:aws:secretsmanager:eu-west-1:123456789012:secret:db", "token=arn:aws:ssm:eu-west-1:1:parameter/token",
		"http://127.0.0.1:8080/a?mail=bob@example.com", "the basic authentication of a bearer token", "team=payments, tier=web", "auth-token:42", "123.dkr.ecr/auth-token:1.4.2",
		"unable to pull secrets or registry auth: execution resource retrieval failed", "ExpiredTokenException: The security token included in the request is expired",
		"CMD-SHELL curl -f http://localhost:8080/health || exit 1", "partition-key: id", "TOKEN_FILE=/run/token", "sort key: id", "basic plan", "user: 1000:1000", "desired 2 → 3",
		"GetSecretValue is denied", "MONKEY=banana", "compass: north", "", "********",
	} {
		if got := secret.Masked(s); got != s {
			t.Errorf("%q becomes %q", s, got)
		}
	}
}

func TestOf(t *testing.T) {
	t.Parallel()
	for _, c := range [][3]string{
		{"splunk-token", "abc", secret.Mask}, {"splunk-url", "https://x", "https://x"}, {"dockerLabels", "api_token=a b, team=x y", "api_token=********, team=x y"},
		{"repositoryCredentials", "credentialsParameter=arn:aws:secretsmanager:e:1:secret:x", "credentialsParameter=arn:aws:secretsmanager:e:1:secret:x"},
		{"PASSWORD", "arn:aws:ssm:e:1:parameter/x", "arn:aws:ssm:e:1:parameter/x"}, {"awslogs-stream-prefix", "ecs", "ecs"},
	} {
		if got := secret.Of(c[0], c[1]); got != c[2] {
			t.Errorf("%s of %q is %q, want %q", c[1], c[0], got, c[2])
		}
	}
	if got := strings.Join(secret.Args([]string{"run", "--token", "a b", "--password-file", "/x", "--secret", "--verbose", "go"}), "|"); got != "run|--token|********|--password-file|/x|--secret|--verbose|go" {
		t.Error(got)
	}
}

// TestNoPlantedSecretIsLeft plants a secret in every shape that is known.
func TestNoPlantedSecretIsLeft(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		planted := rapid.StringMatching(`[A-Za-z0-9!#$%&*+,./:;<=>?@^_|~-]{0,6}Zq7[A-Za-z0-9!#$%^&*+_~"'-]{1,12}Qz`).Draw(t, "secret")
		name := rapid.SampledFrom([]string{"password", "DB_PASSWORD", "splunk-token", "api_key", "clientSecret", "AWS_SECRET_ACCESS_KEY", "Authorization", "credential", "x.passphrase"}).Draw(t, "name")
		asJSON, _ := json.Marshal(map[string]string{name: planted, "z": "1"})
		url := strings.NewReplacer("/", "_", "?", "_", "#", "_").Replace(planted)
		for _, in := range []string{
			"run --" + name + "=" + planted + " x", "run --" + name + " p" + planted + " x", name + ": " + planted, name + "=" + planted, name + "  " + planted + " → " + planted,
			name + "='" + strings.ReplaceAll(planted, "'", "") + "'", string(asJSON), strconv.Quote("run --" + name + "=" + planted + " x"), "Authorization: Bearer " + planted, "Bearer " + planted,
			"Basic " + base64.StdEncoding.EncodeToString([]byte("a:"+planted)), "postgres://bob:" + url + "@h/db", "name=" + name + " value=" + planted,
			"-----BEGIN PRIVATE KEY-----\n" + planted + "\n-----END PRIVATE KEY-----",
		} {
			got := secret.Masked(in)
			if strings.Contains(got, "Zq7") || strings.Contains(got, "Qz") {
				t.Errorf("%q becomes %q", in, got)
			}
			if again := secret.Masked(got); again != got {
				t.Errorf("%q, masked again, becomes %q", got, again)
			}
		}
		if got := secret.Of(name, planted); got != secret.Mask {
			t.Errorf("%q", got)
		}
	})
}
