package aws

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"
	"github.com/aws/aws-sdk-go-v2/credentials/ssocreds"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/ecsdeck/ecsdeck/backend"
)

// answered is err as the SDK returns it for an HTTP answer of that status.
func answered(status int, err error) error {
	return &smithy.OperationError{ServiceID: "ECS", OperationName: "DescribeServices", Err: &awshttp.ResponseError{
		RequestID: "req-1",
		ResponseError: &smithyhttp.ResponseError{
			Response: &smithyhttp.Response{Response: &http.Response{StatusCode: status}}, Err: err,
		},
	}}
}

func code(status int, code, message string) error {
	return answered(status, &smithy.GenericAPIError{Code: code, Message: message})
}

func sending(err error) error {
	return &smithyhttp.RequestSendError{Err: &url.Error{Op: "Post", URL: "https://ecs.eu-central-1.amazonaws.com/", Err: err}}
}

func unsigned(err error) error {
	return &smithy.OperationError{ServiceID: "ECS", OperationName: "DescribeServices",
		Err: fmt.Errorf("get identity: %w", &credentialsError{fmt.Errorf("failed to refresh cached credentials, %w", err)})}
}

func TestExplain(t *testing.T) {
	oops := errors.New("unexpected end of JSON input")
	for _, c := range []struct {
		name   string
		err    error
		kind   backend.Kind
		has    string // in the message
		advice string
	}{
		{"denied", code(400, "AccessDeniedException", "User: x is not authorized to perform: ecs:DescribeServices"), backend.KindDenied, "not authorized", "ecs:DescribeServices"},
		{"denied with a code of tomorrow", code(403, "NewDenial", "no"), backend.KindDenied, "no", "permission"},
		{"forbidden without a word of AWS", code(403, "UnknownError", "UnknownError"), backend.KindInvalid, "HTTP 403 Forbidden, from a proxy", "proxy"},
		{"sent elsewhere", code(302, "UnknownError", "UnknownError"), backend.KindInvalid, "HTTP 302", "endpoint URL"},
		{"an answer of no words", answered(302, errors.New("x")), backend.KindInvalid, "HTTP 302", "proxy"},
		{"blocked by the organization", code(400, "AccessDeniedException", "User: x is not authorized to perform: y with an explicit deny in a resource control policy"), backend.KindDenied, "by a policy of the organization", "no policy of this account"},
		{"throttled", code(400, "ThrottlingException", "Rate exceeded"), backend.KindThrottled, "Rate exceeded", "Wait"},
		{"throttled by status", code(429, "UnknownError", "UnknownError"), backend.KindThrottled, "HTTP 429", "Wait"},
		{"no cluster", code(400, "ClusterNotFoundException", "Cluster not found."), backend.KindNotFound, "Cluster not found.", "region"},
		{"no log group", code(400, "ResourceNotFoundException", "The specified log group does not exist."), backend.KindNotFound, "log group", ""},
		{"no task definition", code(400, "ClientException", "Unable to describe task definition."), backend.KindNotFound, "Unable", ""},
		{"no task", code(400, "InvalidParameterException", "The referenced task was not found."), backend.KindNotFound, "task", ""},
		{"wrong parameter", code(400, "InvalidParameterException", "Identifier is for 1"), backend.KindInvalid, "Identifier", ""},
		{"quota", code(400, "LimitExceededException", "too many"), backend.KindInvalid, "too many", ""},
		{"service draining", code(400, "ServiceNotActiveException", "Service was not ACTIVE."), backend.KindInvalid, "ACTIVE", ""},
		{"expired", code(400, "ExpiredTokenException", "The security token included in the request is expired"), backend.KindExpired, "expired", "Sign in"},
		{"keys not known", code(400, "UnrecognizedClientException", "The security token included in the request is invalid."), backend.KindExpired, "invalid", "Sign in"},
		{"clock is off", code(403, "InvalidSignatureException", "Signature expired: 20261123T100000Z is now earlier than 20261123T101000Z"), backend.KindExpired, "Signature expired", "clock"},
		{"wrong secret", code(403, "InvalidSignatureException", "The request signature we calculated does not match"), backend.KindExpired, "does not match", "Sign in"},
		{"server", code(500, "ServerException", "Service Unavailable. Please try again later."), backend.KindServer, "later", "Retry"},
		{"server without words", code(503, "UnknownError", "UnknownError"), backend.KindServer, "HTTP 503 Service Unavailable", "Retry"},
		{"not offered", code(400, "UnknownOperationException", ""), backend.KindUnsupported, "", ""},
		{"answer is no JSON", answered(200, &smithy.DeserializationError{Err: oops}), backend.KindInvalid, "the answer could not be read: unexpected end", "endpoint URL"},
		{"answer breaks off", answered(200, &smithy.DeserializationError{Err: &net.OpError{Op: "read", Net: "tcp", Err: errors.New("connection reset by peer")}}), backend.KindUnreachable, "read tcp: connection reset", "network"},
		{"answer too slow", answered(200, &smithy.DeserializationError{Err: context.DeadlineExceeded}), backend.KindUnreachable, "no answer in time", "network"},
		{"page of a proxy", answered(407, &smithy.DeserializationError{Err: oops}), backend.KindInvalid, "could not be read: HTTP 407", "proxy"},
		{"page of a load balancer", answered(502, &smithy.DeserializationError{Err: oops}), backend.KindServer, "HTTP 502 Bad Gateway", "Retry"},
		{"given up", &smithy.CanceledError{Err: context.Canceled}, backend.KindCanceled, "", ""},
		{"too slow", &smithy.CanceledError{Err: context.DeadlineExceeded}, backend.KindUnreachable, "no answer in time", "network"},
		{"no such host", sending(&net.OpError{Op: "dial", Net: "tcp", Err: &net.DNSError{Name: "ecs.nowhere.amazonaws.com", IsNotFound: true}}), backend.KindUnreachable, "ecs.nowhere.amazonaws.com is not known", "region"},
		{"connection refused", sending(&net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connect: connection refused")}), backend.KindUnreachable, "dial tcp: connect: connection refused", "network"},
		{"certificate of another host", sending(&tls.CertificateVerificationError{Err: x509.HostnameError{Certificate: &x509.Certificate{DNSNames: []string{"a.example"}}, Host: "b.example"}}), backend.KindUnreachable, "for another host", "somebody else answers"},
		{"proxy wants a name", sending(&proxyError{"proxy.corp:3128", 407}), backend.KindUnreachable, "the proxy proxy.corp:3128", "HTTPS_PROXY"},
		{"connection lost", sending(errors.New("EOF")), backend.KindUnreachable, "EOF", "network"},
		{"refused here", &smithy.OperationError{ServiceID: "ECS", Err: errors.New("Region is missing")}, backend.KindInvalid, "Region is missing", ""},

		{"nothing found", unsigned(fmt.Errorf("no EC2 IMDS role found, %w", &smithy.OperationError{ServiceID: "ec2imds", Err: errors.New("dial")})), backend.KindExpired, "no credentials were found", "--profile"},
		{"SSO expired", unsigned(&ssocreds.InvalidTokenError{Err: errors.New("cached SSO token must be refreshed")}), backend.KindExpired, "has expired", "aws sso login --profile dev"},
		{"SSO refused", unsigned(&smithy.OperationError{ServiceID: "SSO", OperationName: "GetRoleCredentials", Err: &smithy.GenericAPIError{Code: "UnauthorizedException", Message: "Session token not found or invalid"}}), backend.KindExpired, "has expired", "aws sso login"},
		{"SSO gives no role", unsigned(&smithy.OperationError{ServiceID: "SSO", OperationName: "GetRoleCredentials", Err: &smithy.GenericAPIError{Code: "ForbiddenException", Message: "No access"}}), backend.KindDenied, "No access", "sso:GetRoleCredentials"},
		{"SSO not reached", unsigned(&smithy.OperationError{ServiceID: "SSO", Err: sending(&net.DNSError{Name: "portal.sso", IsNotFound: true})}), backend.KindUnreachable, "portal.sso", "network"},
		{"role not given", unsigned(&smithy.OperationError{ServiceID: "STS", OperationName: "AssumeRole", Err: &smithy.GenericAPIError{Code: "AccessDenied", Message: "not authorized to perform: sts:AssumeRole"}}), backend.KindDenied, "sts:AssumeRole", "Ask for the permission sts:AssumeRole."},
		{"role without credentials", unsigned(&smithy.OperationError{ServiceID: "STS", Err: &smithy.OperationError{ServiceID: "ec2imds", Err: errors.New("dial")}}), backend.KindExpired, "no credentials were found", ""},
		{"process failed", unsigned(errors.New("exit status 1")), backend.KindExpired, "exit status 1", "Sign in"},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := explain(request{"ecs:DescribeServices", "cluster prod"}, "dev", c.err)
			if e.Kind != c.kind || !strings.Contains(e.Message, c.has) || !strings.Contains(backend.Advice(e), c.advice) {
				t.Errorf("got %s: %q, advice %q", e.Kind, e.Message, backend.Advice(e))
			}
			if !errors.Is(e, c.err) || e.Op == "" || e.Target == "" {
				t.Errorf("op %q, target %q, cause %v", e.Op, e.Target, e.Err)
			}
		})
	}
}

func TestRequestIDIsKept(t *testing.T) {
	if e := explain(request{}, "", code(400, "X", "y")); e.RequestID != "req-1" || e.Code != "X" {
		t.Errorf("got %+v", e)
	}
}

// TestUnreadableAnswers sends what stands between a client and AWS at times.
func TestUnreadableAnswers(t *testing.T) {
	for name, r := range map[string]reply{
		"half an answer":     ok(`{"clusterArns":["arn:`),
		"a page":             ok(`<html>Please sign in to the guest network</html>`),
		"a page of an error": {status: http.StatusForbidden, body: "<html>blocked</html>"},
		"nothing":            ok(""),
	} {
		t.Run(name, func(t *testing.T) {
			b, _ := serve(t, answers{"ListClusters": func(object) reply { return r }})
			_, err := b.Clusters(t.Context())
			if backend.KindOf(err) != backend.KindInvalid || !strings.Contains(err.Error(), "the answer could not be read") {
				t.Errorf("got %v (%s)", err, backend.KindOf(err))
			}
		})
	}
}

func TestNoCredentialsAtAll(t *testing.T) {
	_, e := serve(t, answers{})
	t.Setenv("AWS_ACCESS_KEY_ID", "")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "")
	b, err := Open(t.Context(), Options{Region: "eu-central-1", Endpoint: e.URL})
	if err != nil {
		t.Fatal(err)
	}
	_, err = b.Clusters(t.Context())
	if backend.KindOf(err) != backend.KindExpired || !strings.Contains(err.Error(), "no credentials were found") || len(e.got) != 0 {
		t.Errorf("got %v after %d requests", err, len(e.got))
	}
}

func TestCallIsGivenUpWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	b, _ := serve(t, answers{"ListClusters": func(object) reply {
		cancel()
		return failure(http.StatusInternalServerError, "ServerException", "slow")
	}})
	if _, err := b.Clusters(ctx); backend.KindOf(err) != backend.KindCanceled {
		t.Errorf("got %v", err)
	}
}

// TestThrottlingIsNotTakenForSilence lets the time of a call run out in the
// pause that the throttling called for.
func TestThrottlingIsNotTakenForSilence(t *testing.T) {
	do := func(ctx context.Context, _ *struct{}, _ ...int) (*struct{}, error) {
		ctx.Value(tryKey{}).(*try).told(ctx, nil, code(400, "ThrottlingException", "Rate exceeded"))
		<-ctx.Done()
		return nil, &sdk.RequestCanceledError{Err: ctx.Err()}
	}
	synctest.Test(t, func(t *testing.T) {
		b := silent(1)
		_, err := invoke(t.Context(), b, request{"ecs:ListClusters", "the clusters"}, do, &struct{}{})
		if backend.KindOf(err) != backend.KindThrottled {
			t.Errorf("got %v", err)
		}
	})
}
