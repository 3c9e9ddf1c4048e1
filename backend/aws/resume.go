package aws

import (
	"net/http"
	"sync/atomic"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	awshttp "github.com/aws/aws-sdk-go-v2/aws/transport/http"

	"github.com/ecsdeck/ecsdeck/backend"
)

var _ backend.Resumer = (*Backend)(nil)

// Resume drops the connections from before, which may be dead without anybody
// having told, and forgets what throttled then.
func (b *Backend) Resume() {
	b.idle()
	b.limits.Load().forgive()
}

// ownConnections is the SDK's client with its connections in reach: idle closes
// those that nobody uses. Like the SDK's, it follows no redirect, as the
// signature is for the host that was asked.
func ownConnections(client sdk.HTTPClient) (own sdk.HTTPClient, idle func()) {
	buildable, ok := client.(*awshttp.BuildableClient)
	if !ok {
		return client, func() {}
	}
	transport := buildable.GetTransport()
	return &http.Client{
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}, transport.CloseIdleConnections
}

// nap is how much further than the time that ran the wall clock must have gone
// for the machine to have slept: the clock that measures time stands still then.
const nap = 20 * time.Second

// alarmClock notices that the machine has slept.
type alarmClock struct{ last atomic.Pointer[time.Time] }

// slept tells whether the machine has slept since it was last asked.
func (a *alarmClock) slept(now time.Time) bool {
	before := a.last.Swap(&now)
	return before != nil && overslept(now.Round(0).Sub(before.Round(0)), now.Sub(*before))
}

// overslept compares how far the wall clock went with how long time ran.
func overslept(wall, ran time.Duration) bool { return wall-ran > nap }
