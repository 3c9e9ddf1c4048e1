package wire

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// IAM Identity Center stands beside the simulated account: enough of it for a
// client to sign a person in by a code (SSO OIDC) and to fetch credentials with
// that (the SSO portal). Its times are wall times, because clients compare them
// with their own clock.

// How long things of the sign-in last, and how often a client may ask whether
// a code was confirmed. AWS's are 8 h, 1 h, 10 min and 5 s.
const (
	sessionLife  = 8 * time.Hour
	keysLife     = time.Hour
	codeLife     = 10 * time.Minute
	askEvery     = time.Second
	clientLife   = 90 * 24 * time.Hour
	deviceGrant  = "urn:ietf:params:oauth:grant-type:device_code"
	refreshGrant = "refresh_token"
)

// signIns are the sign-ins of all clients.
type signIns struct {
	mu       sync.Mutex
	issued   int // names given out, which are numbers
	life     time.Duration
	clients  map[string]string // secrets by id
	devices  []*device
	sessions map[string]time.Time // by access token, until when
	refresh  map[string]bool
	keys     map[string]time.Time // access keys that were given out, until when
}

// device is a code that a person is to confirm.
type device struct {
	id, code           string
	until, asked       time.Time
	confirmed, refused bool
}

func newSignIns() *signIns {
	return &signIns{life: sessionLife, clients: map[string]string{}, sessions: map[string]time.Time{}, refresh: map[string]bool{}, keys: map[string]time.Time{}}
}

// ssoPaths are what is served of the two services.
var ssoPaths = map[string]struct {
	method string
	do     func(*signIns, *http.Request, ssoAsked) (any, error)
}{
	"/client/register":        {http.MethodPost, (*signIns).registerClient},
	"/device_authorization":   {http.MethodPost, (*signIns).authorizeDevice},
	"/token":                  {http.MethodPost, (*signIns).createToken},
	"/federation/credentials": {http.MethodGet, (*signIns).roleCredentials},
}

// ssoAsked are the parameters of all of them.
type ssoAsked struct {
	ClientName, ClientID, ClientSecret, StartURL, GrantType, DeviceCode, RefreshToken string
}

// serveSSO answers a request to one of the two services, and tells whether it
// was one.
func (s *server) serveSSO(w http.ResponseWriter, r *http.Request) bool {
	p, ok := ssoPaths[r.URL.Path]
	if !ok || r.Method != p.method {
		return false
	}
	var asked ssoAsked
	var answer any
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody)).Decode(&asked)
	if err != nil && p.method == http.MethodPost {
		err = serialization(err)
	} else {
		answer, err = p.do(s.sso, r, asked)
	}
	h := w.Header()
	h.Set("X-Amzn-Requestid", requestID(s.requests.Add(1)))
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	status := http.StatusOK
	if err != nil {
		f := failureOf(err)
		h.Set("X-Amzn-Errortype", f.code)
		status, answer = f.status, map[string]string{"error": f.code, "error_description": f.message, "message": f.message}
	}
	body, err := json.Marshal(answer)
	if err != nil {
		status = http.StatusInternalServerError
	}
	w.WriteHeader(status)
	// A client that has gone away hears no more of it.
	_, _ = w.Write(body)
	return true
}

// name is a new name: the same ones in every run.
func (s *signIns) name(format string) string {
	s.issued++
	return fmt.Sprintf(format, s.issued)
}

func (s *signIns) registerClient(_ *http.Request, in ssoAsked) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if in.ClientName == "" {
		return nil, refusal("InvalidRequestException", "clientName is missing")
	}
	id := s.name("simulated-client-%d")
	s.clients[id] = s.name("not-a-secret-%d")
	now := time.Now()
	return map[string]any{
		"clientId": id, "clientSecret": s.clients[id],
		"clientIdIssuedAt": now.Unix(), "clientSecretExpiresAt": now.Add(clientLife).Unix(),
	}, nil
}

func (s *signIns) known(in ssoAsked) error {
	if secret, ok := s.clients[in.ClientID]; !ok || secret != in.ClientSecret {
		return &failure{"InvalidClientException", "Invalid client", http.StatusUnauthorized}
	}
	return nil
}

func (s *signIns) authorizeDevice(r *http.Request, in ssoAsked) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.known(in); err != nil {
		return nil, err
	}
	if in.StartURL == "" {
		return nil, refusal("InvalidRequestException", "startUrl is missing")
	}
	d := &device{id: s.name("simulated-device-%d"), code: s.name("SIMU-%04d"), until: time.Now().Add(codeLife)}
	s.devices = append(s.devices, d)
	page := "http://" + r.Host + ControlPath + "sso/confirm"
	return map[string]any{
		"deviceCode": d.id, "userCode": d.code, "verificationUri": page, "verificationUriComplete": page + "?code=" + d.code,
		"expiresIn": int(codeLife.Seconds()), "interval": int(askEvery.Seconds()),
	}, nil
}

func (s *signIns) createToken(_ *http.Request, in ssoAsked) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.known(in); err != nil {
		return nil, err
	}
	switch in.GrantType {
	case deviceGrant:
		if err := s.redeem(in.DeviceCode, time.Now()); err != nil {
			return nil, err
		}
	case refreshGrant:
		if !s.refresh[in.RefreshToken] {
			return nil, refusal("InvalidGrantException", "Invalid grant provided")
		}
		delete(s.refresh, in.RefreshToken)
	default:
		return nil, refusal("UnsupportedGrantTypeException", "Grant type %s is not simulated", in.GrantType)
	}
	access, refresh := s.name("simulated-session-%d"), s.name("simulated-refresh-%d")
	s.sessions[access], s.refresh[refresh] = time.Now().Add(s.life), true
	return map[string]any{"accessToken": access, "refreshToken": refresh, "tokenType": "Bearer", "expiresIn": int(s.life.Seconds())}, nil
}

// redeem gives up a code that was confirmed.
func (s *signIns) redeem(id string, now time.Time) error {
	i := slices.IndexFunc(s.devices, func(d *device) bool { return d.id == id })
	if i < 0 {
		return refusal("InvalidGrantException", "Invalid device code provided")
	}
	d := s.devices[i]
	early := now.Sub(d.asked) < askEvery
	d.asked = now
	switch {
	case now.After(d.until):
		return refusal("ExpiredTokenException", "Device code has expired")
	case d.refused:
		return refusal("AccessDeniedException", "User has denied the request")
	case early:
		return refusal("SlowDownException", "Polling too often")
	case !d.confirmed:
		return refusal("AuthorizationPendingException", "Authorization is pending")
	}
	s.devices = slices.Delete(s.devices, i, i+1)
	return nil
}

// roleCredentials gives out keys of whatever account and role is asked for.
func (s *signIns) roleCredentials(r *http.Request, _ ssoAsked) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	if until, ok := s.sessions[r.Header.Get("X-Amz-Sso_bearer_token")]; !ok || now.After(until) {
		return nil, &failure{"UnauthorizedException", "Session token not found or invalid", http.StatusUnauthorized}
	}
	q := r.URL.Query()
	if q.Get("account_id") == "" || q.Get("role_name") == "" {
		return nil, refusal("InvalidRequestException", "account_id or role_name is missing")
	}
	until := now.Add(min(keysLife, s.life))
	id := s.name("ASIASIMULATED%07d")
	s.keys[id] = until
	return map[string]any{"roleCredentials": map[string]any{
		"accessKeyId": id, "secretAccessKey": "not-a-secret", "sessionToken": "simulated", "expiration": until.UnixMilli(),
	}}, nil
}

// admits refuses keys that were given out here and are not valid any more. All
// others are as good as any.
func (s *signIns) admits(r *http.Request) error {
	_, scope, signed := strings.Cut(r.Header.Get("Authorization"), "Credential=")
	id, _, _ := strings.Cut(scope, "/")
	s.mu.Lock()
	defer s.mu.Unlock()
	if until, ours := s.keys[id]; signed && ours && time.Now().After(until) {
		return refusal(sim.ErrExpiredToken, "The security token included in the request is expired")
	}
	return nil
}

// confirmSignIn is where the person goes who was given a code.
func (s *server) confirmSignIn(r *http.Request, _ []byte) (any, error) {
	return s.sso.decide(r.URL.Query().Get("code"), func(d *device) { d.confirmed = true })
}

func (s *server) refuseSignIn(r *http.Request, _ []byte) (any, error) {
	return s.sso.decide(r.URL.Query().Get("code"), func(d *device) { d.refused = true })
}

// decision tells what became of a code.
type decision struct {
	Code      string `json:"code"`
	Confirmed bool   `json:"confirmed"`
}

func (s *signIns) decide(code string, decide func(*device)) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, d := range s.devices {
		if strings.EqualFold(d.code, code) && time.Now().Before(d.until) {
			decide(d)
			return decision{d.code, d.confirmed}, nil
		}
	}
	return nil, trouble(http.StatusNotFound, "Nobody waits for the code %q.", code)
}

// expireSignIns ends all sign-ins and the keys that came of them, and sets how
// long those last that are given out from now on.
func (s *server) expireSignIns(_ *http.Request, body []byte) (any, error) {
	var asked struct {
		Life string `json:"life"`
	}
	if err := readControl(body, &asked); err != nil {
		return nil, err
	}
	life, err := time.ParseDuration(cmp.Or(asked.Life, "0"))
	if err != nil || life < 0 {
		return nil, badControl("life is %q: it is a duration such as 30s.", asked.Life)
	}
	s.sso.mu.Lock()
	defer s.sso.mu.Unlock()
	s.sso.life = cmp.Or(life, sessionLife)
	clear(s.sso.sessions)
	clear(s.sso.refresh)
	for id := range s.sso.keys {
		s.sso.keys[id] = time.Time{}
	}
	return map[string]string{"life": s.sso.life.String()}, nil
}
