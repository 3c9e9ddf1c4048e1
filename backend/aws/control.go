package aws

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/ecsdeck/ecsdeck/backend"
)

// controlPath is where a simulator is controlled, beside the API that it serves
// (docs/simulator-api.md).
const controlPath = "/_ecsdeck/"

// controlClient is not the SDK's: a control endpoint wants no signature, and is
// never asked twice.
var controlClient = &http.Client{Transport: http.DefaultTransport}

// control asks one of the simulator's control endpoints and reads its answer
// into out, unless that is nil. The clock is read off the answer.
func (b *Backend) control(ctx context.Context, name string, in, out any) error {
	fail := func(kind backend.Kind, message string, err error) error {
		return &backend.Error{Kind: kind, Op: "simulator:" + name, Target: "endpoint " + b.endpoint, Message: message, Err: err}
	}
	body, err := json.Marshal(in)
	if err != nil {
		return fail(backend.KindInvalid, err.Error(), err)
	}
	url := strings.TrimSuffix(b.endpoint, "/") + controlPath + name
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return fail(backend.KindInvalid, err.Error(), err)
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := controlClient.Do(req)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fail(backend.KindUnreachable, "the simulator does not answer", err)
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, controlAtMost))
	if err != nil {
		return fail(backend.KindUnreachable, "the simulator's answer broke off", err)
	}
	b.readClock(resp.Header, time.Now())
	if resp.StatusCode != http.StatusOK {
		return fail(backend.KindInvalid, controlError(resp.StatusCode, answer), nil)
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(answer, out); err != nil {
		return fail(backend.KindInvalid, "the simulator's answer cannot be read", err)
	}
	return nil
}

// controlAtMost is more than any answer that is read here has.
const controlAtMost = 4 << 20

// controlError is what a refusal says.
func controlError(status int, answer []byte) string {
	var refusal struct{ Error string }
	if json.Unmarshal(answer, &refusal) == nil && refusal.Error != "" {
		return refusal.Error
	}
	return fmt.Sprintf("the endpoint answered with status %d", status)
}
