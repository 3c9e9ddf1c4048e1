package sim

import (
	"encoding/hex"
	"hash/fnv"
	"math/rand/v2"
	"time"
)

// Stream is a source of randomness that belongs to one purpose and one entity.
// Draws from it never move those of another.
type Stream struct{ r *rand.Rand }

// newStream derives a stream from the world's seed and what it is for.
func newStream(seed uint64, purpose, entity string) *Stream {
	h := fnv.New64a()
	h.Write([]byte(purpose))
	h.Write([]byte{0})
	h.Write([]byte(entity))
	return &Stream{rand.New(rand.NewPCG(seed, h.Sum64()))}
}

// Float is uniform in [0, 1).
func (s *Stream) Float() float64 { return s.r.Float64() }

// Intn is uniform in [0, n).
func (s *Stream) Intn(n int) int { return s.r.IntN(n) }

// Between is uniform in [lo, hi), at the millisecond that AWS's times have.
func (s *Stream) Between(lo, hi time.Duration) time.Duration {
	return (lo + time.Duration(s.r.Float64()*float64(hi-lo))).Truncate(time.Millisecond)
}

// Around is normal around mean with the given relative deviation, never below
// a quarter of mean: a delay that jitters but never vanishes.
func (s *Stream) Around(mean time.Duration, rel float64) time.Duration {
	f := max(0.25, 1+float64(s.Normal()*rel))
	return time.Duration(float64(float64(mean) * f)).Truncate(time.Millisecond)
}

// Normal is close to normal, with mean 0 and deviation 1: a sum of twelve
// uniform draws, which is the same number on every machine. (The exact method
// takes logarithms, and processors differ in their last digit.)
func (s *Stream) Normal() float64 {
	sum := -6.0
	for range 12 {
		sum += s.r.Float64()
	}
	return sum
}

// Hex is n lower-case hex digits.
func (s *Stream) Hex(n int) string {
	b := make([]byte, (n+1)/2)
	for i := range b {
		b[i] = byte(s.r.Uint32())
	}
	return hex.EncodeToString(b)[:n]
}

// Digits is n decimal digits, the first not zero.
func (s *Stream) Digits(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte('0' + s.r.IntN(10))
	}
	b[0] = byte('1' + s.r.IntN(9))
	return string(b)
}

// Letters is n characters of the URL-safe base 64 alphabet.
func (s *Stream) Letters(n int) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	b := make([]byte, n)
	for i := range b {
		b[i] = alphabet[s.r.IntN(len(alphabet))]
	}
	return string(b)
}

// UUID is a random (version 4) UUID.
func (s *Stream) UUID() string {
	h := []byte(s.Hex(32))
	h[12], h[16] = '4', "89ab"[s.r.IntN(4)]
	return string(h[:8]) + "-" + string(h[8:12]) + "-" + string(h[12:16]) + "-" + string(h[16:20]) + "-" + string(h[20:])
}
