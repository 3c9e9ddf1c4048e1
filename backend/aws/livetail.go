package aws

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	sdk "github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	cwltypes "github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs/types"
	"github.com/aws/smithy-go"
	"github.com/aws/smithy-go/middleware"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/ecsdeck/ecsdeck/backend"
	"github.com/ecsdeck/ecsdeck/model"
)

const startLiveTail = "logs:StartLiveTail"

// liveNames is how many streams or prefixes of them a session can be limited to.
const liveNames = 10

// When to try again after a session could not be had or broke off, twice as long
// each time, and when not before long.
const (
	liveSoonest = 30 * time.Second
	liveLatest  = 10 * time.Minute
	// liveSilence ends a session of which nothing is heard: it sends an update
	// every second, an empty one too.
	liveSilence = 10 * time.Second
)

// liveOpener opens sessions of Live Tail in a region.
type liveOpener struct {
	b      *Backend
	client *cloudwatchlogs.Client
	region string
}

// live has Live Tail tell a logTail of new events. Between two sessions, and
// where none can be had, the tail polls.
//
// A session tells what was ingested since it began. What came before may not be
// readable yet at that moment, so the parts are read once when the session has
// begun and once more lateness after that, from where polling had come.
type live struct {
	*liveOpener
	t     *logTail
	group string
	arn   string
	due   time.Time     // of the next session, on the wall clock
	again time.Duration // until the one after that

	session *cloudwatchlogs.StartLiveTailEventStream // nil while there is none
	end     context.CancelFunc                       // of the session
	began   time.Time
	silence time.Time // when it counts as lost
	look    time.Time // when the parts are read, zero is not any more
}

func newLive(o *liveOpener, s backend.LogSource, t *logTail) *live {
	arn := s.ARN
	if strings.HasPrefix(s.Group, "arn:") {
		arn = s.Group
	}
	if who := o.b.known(); arn == "" && who != nil && who.partition != "" {
		arn = strings.Join([]string{"arn", who.partition, "logs", cmp.Or(s.Region, o.b.region), who.account, "log-group", s.Group}, ":")
	}
	// The past is on the screen first.
	return &live{liveOpener: o, t: t, group: s.Group, arn: strings.TrimSuffix(arn, ":*"), due: t.due(), again: liveSoonest}
}

// input is what to ask for, or why that cannot be asked for.
func (l *live) input() (in *cloudwatchlogs.StartLiveTailInput, why string) {
	if l.arn == "" {
		return nil, "the account of the log group is not known"
	}
	in = &cloudwatchlogs.StartLiveTailInput{LogGroupIdentifiers: []string{l.arn}}
	var names, prefixes []string
	for _, p := range l.t.parts {
		prefix := sdk.ToString(p.query.LogStreamNamePrefix)
		if len(p.query.LogStreamNames) == 0 && prefix == "" {
			return in, "" // all of the group
		}
		names = append(names, p.query.LogStreamNames...)
		if prefix != "" {
			prefixes = append(prefixes, prefix)
		}
	}
	switch {
	case len(names)+len(prefixes) > liveNames:
		return nil, "Live Tail takes no more than ten streams"
	case len(prefixes) == 0:
		in.LogStreamNames = names
	default: // a name is a prefix as well: what more that brings is dropped
		in.LogStreamNamePrefixes = append(prefixes, names...)
	}
	return in, ""
}

// start asks for a session. That there is none is no failure of the tail.
func (l *live) start(ctx context.Context) error {
	in, why := l.input()
	switch {
	case l.b.noLiveTail:
		why = "Live Tail is switched off (--live-tail=false)"
	case why == "":
		why = l.b.bars.of(l.region)
	}
	if why != "" {
		l.later(why, liveLatest)
		return nil
	}
	life, end := context.WithCancel(l.t.life)
	waiting := context.AfterFunc(ctx, end)
	out, err := stream(life, l.b, request{startLiveTail, "log group " + l.group}, l.client.StartLiveTail, in, l.option)
	if waiting(); err != nil || ctx.Err() != nil {
		end()
		if out != nil {
			_ = out.GetStream().Close()
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		l.refused(err)
		return nil
	}
	session := out.GetStream()
	context.AfterFunc(life, func() { _ = session.Close() })
	l.session, l.end, l.began, l.look = session, end, time.Now(), time.Time{}
	l.silence = l.began.Add(liveSilence)
	return nil
}

// option sends a session to where all calls of a custom endpoint go: the SDK
// would put stream- before its host, which nobody may know. It is tried once,
// as there is another way to read on.
func (l *live) option(o *cloudwatchlogs.Options) {
	o.Retryer = sdk.NopRetryer{}
	if o.BaseEndpoint == nil {
		return
	}
	// On a copy: what is appended must not reach the client's own.
	o.APIOptions = append(slices.Clone(o.APIOptions), func(s *middleware.Stack) error {
		return s.Initialize.Add(middleware.InitializeMiddlewareFunc("ecsdeck:inPlace",
			func(ctx context.Context, in middleware.InitializeInput, next middleware.InitializeHandler) (middleware.InitializeOutput, middleware.Metadata, error) {
				return next.HandleInitialize(smithyhttp.DisableEndpointHostPrefix(ctx, true), in)
			}), middleware.Before)
	})
}

// refused says why there is no session. What is so for every tail of the region
// is not tried by others either.
func (l *live) refused(err error) {
	var e *backend.Error
	errors.As(err, &e)
	switch kind := backend.KindOf(err); {
	case kind == backend.KindDenied:
		l.later(startLiveTail+" is denied", liveLatest)
	case kind == backend.KindUnsupported:
		l.bar("the endpoint has no Live Tail", liveLatest)
	case kind == backend.KindUnreachable:
		l.bar("the endpoint of Live Tail cannot be reached", liveLatest)
	case e != nil && e.Code == "LimitExceededException":
		l.bar("the account has as many Live Tail sessions as it may", time.Minute)
	case kind == backend.KindInvalid, kind == backend.KindNotFound:
		l.later("Live Tail refuses: "+message(e), liveLatest)
	default:
		l.retry("Live Tail fails: " + kind.String())
	}
}

func message(e *backend.Error) string {
	if e == nil {
		return ""
	}
	return e.Message
}

func (l *live) bar(why string, d time.Duration) {
	l.b.bars.put(l.region, why, d)
	l.later(why, d)
}

// later polls until d has passed.
func (l *live) later(why string, d time.Duration) {
	l.due = time.Now().Add(d)
	l.t.polling(why)
}

// retry polls for a while, each time a little longer.
func (l *live) retry(why string) {
	l.later(why, l.again)
	l.again = min(liveLatest, 2*l.again)
}

// read waits for what the session tells, or for when the parts are to be read.
func (l *live) read(ctx context.Context) error {
	wake := l.silence
	if !l.look.IsZero() {
		if !l.look.After(time.Now()) {
			return l.catchUp(ctx)
		}
		wake = earliest(wake, l.look)
	}
	timer := time.NewTimer(time.Until(wake))
	defer timer.Stop()
	select {
	case event, open := <-l.session.Events():
		l.take(event, open)
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		l.overdue()
	}
	return nil
}

// overdue ends a session that is silent. What it told while nobody pulled is
// taken first.
func (l *live) overdue() {
	select {
	case event, open := <-l.session.Events():
		l.take(event, open)
	default:
		if !l.silence.After(time.Now()) {
			l.lost("Live Tail fell silent")
		}
	}
}

func (l *live) take(event cwltypes.StartLiveTailResponseStream, open bool) {
	if !open {
		l.ended(l.session.Err())
		return
	}
	l.silence = time.Now().Add(liveSilence)
	switch e := event.(type) {
	case *cwltypes.StartLiveTailResponseStreamMemberSessionStart:
		l.began = time.Now()
		l.look = l.began
		for _, p := range l.t.parts {
			p.handOver(l.began.Add(lateness))
		}
		l.t.mode.Store(&backend.TailMode{Live: true})
	case *cwltypes.StartLiveTailResponseStreamMemberSessionUpdate:
		if m := e.Value.SessionMetadata; m != nil && m.Sampled {
			// Polling gives all of them, if more slowly.
			l.lost("Live Tail would leave lines out: too many come")
			return
		}
		l.add(e.Value.SessionResults)
	}
}

func (l *live) add(told []cwltypes.LiveTailSessionLogEvent) {
	brought := false
	for _, raw := range told {
		e := model.LogEvent{
			At: milliseconds(raw.Timestamp), Ingested: milliseconds(raw.IngestionTime), Group: l.group,
			Stream: sdk.ToString(raw.LogStreamName), Message: sdk.ToString(raw.Message),
		}
		for _, p := range l.t.parts {
			if !p.wants(e) {
				continue
			}
			if p.seen.told(e) {
				brought = true
				l.t.ready = append(l.t.ready, e)
			}
			p.note(e.At)
			if e.Ingested.After(p.heard) {
				p.heard = e.Ingested
			}
			break
		}
	}
	if brought {
		l.t.order()
		for _, p := range l.t.parts {
			p.seen.forget(p.from())
		}
	}
}

// catchUp reads those parts to the end that were not since they had to.
func (l *live) catchUp(ctx context.Context) error {
	for _, p := range l.t.parts {
		if !p.finished.Before(l.look) {
			continue
		}
		if p.token == "" && !p.failed {
			p.due = l.look
		}
		if err := waitUntil(ctx, p.due); err != nil {
			return err
		}
		return p.poll(ctx)
	}
	if again := l.began.Add(lateness); l.look.Before(again) {
		l.look = again
	} else {
		l.look = time.Time{}
	}
	return nil
}

// ended goes on after a session: with the next one when its time was up.
func (l *live) ended(err error) {
	var api smithy.APIError
	if errors.As(err, &api) && api.ErrorCode() == "SessionTimeoutException" {
		l.close()
		l.due = time.Now()
		return
	}
	l.lost("Live Tail broke off")
}

// lost polls from where the session was.
func (l *live) lost(why string) {
	if time.Since(l.began) > liveLatest {
		l.again = liveSoonest
	}
	l.close()
	l.retry(why)
}

func (l *live) close() {
	l.end()
	l.session = nil
	for _, p := range l.t.parts {
		p.due, p.pause = time.Now(), pollSoonest
	}
}
