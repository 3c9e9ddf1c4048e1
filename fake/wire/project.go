package wire

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strconv"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/ecs/types"
	"github.com/ecsdeck/ecsdeck/fake/sim"
)

// told is a text that AWS leaves out when it is empty.
func told(s string) *string {
	if s == "" {
		return nil
	}
	return aws.String(s)
}

// at is a time that AWS leaves out before it has come.
func at(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return aws.Time(t)
}

// number is a count that ECS writes as a string, as it does CPU and memory.
func number(n int) *string { return aws.String(strconv.Itoa(n)) }

// limit is such a number that AWS leaves out when it is not set.
func limit(n int) *string {
	if n == 0 {
		return nil
	}
	return number(n)
}

// count is a number as the SDK has it.
func count(n int) int32 { return int32(n) } //nolint:gosec // counts of a simulated world are far below 2^31

// seconds is a duration as ECS has it, left out when it is not set.
func seconds(d time.Duration) *int32 {
	if d == 0 {
		return nil
	}
	return aws.Int32(count(int(d / time.Second)))
}

// each projects a list; the result is never nil, because AWS sends an empty
// list where there is nothing to list.
func each[A, B any](in []A, f func(A) B) []B {
	out := make([]B, 0, len(in))
	for _, a := range in {
		out = append(out, f(a))
	}
	return out
}

// texts copies a list of texts, never to nil.
func texts(in []string) []string { return append([]string{}, in...) }

// tags are a resource's tags by key, or nil when they were not asked for.
func tags(in map[string]string, wanted bool) []types.Tag {
	if !wanted {
		return nil
	}
	return each(slices.Sorted(maps.Keys(in)), func(k string) types.Tag {
		return types.Tag{Key: aws.String(k), Value: aws.String(in[k])}
	})
}

func pair(name, value string) types.KeyValuePair {
	return types.KeyValuePair{Name: aws.String(name), Value: aws.String(value)}
}

func strategy(items []sim.StrategyItem) []types.CapacityProviderStrategyItem {
	return each(items, func(it sim.StrategyItem) types.CapacityProviderStrategyItem {
		return types.CapacityProviderStrategyItem{CapacityProvider: aws.String(it.Provider), Base: count(it.Base), Weight: count(it.Weight)}
	})
}

// uuidOf is the id of something that the world has no id for, made from what
// names it: the same in every answer.
func uuidOf(what string) string {
	sum := sha256.Sum256([]byte(what))
	h := []byte(hex.EncodeToString(sum[:16]))
	h[12], h[16] = '4', 'a'
	return string(h[:8]) + "-" + string(h[8:12]) + "-" + string(h[12:16]) + "-" + string(h[16:20]) + "-" + string(h[20:])
}
