package stale_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/ecsdeck/ecsdeck/fake/stale"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func TestAnswers(t *testing.T) {
	var a stale.Answers[int]
	const lag = 10 * time.Second
	want := func(after time.Duration, number int, there bool) {
		t.Helper()
		if got, ok := a.Before("q", noon.Add(after), lag); got != number || ok != there {
			t.Errorf("after %v it is %d, %v", after, got, ok)
		}
	}
	want(0, 0, false)
	a.Keep("q", noon, lag, 1)
	a.Keep("q", noon.Add(6*time.Second), lag, 2)
	want(10*time.Second, 1, true)
	want(11*time.Second, 2, true)
	want(10*time.Second, 1, true) // a replica may be behind again
	want(17*time.Second, 0, false)
}

func TestAnswersAreBounded(t *testing.T) {
	var a stale.Answers[int]
	for i := range 1000 {
		a.Keep("q", noon, time.Second, i)
		a.Keep(fmt.Sprint(i), noon, time.Second, i)
	}
	if got, ok := a.Before("q", noon, time.Second); !ok || got == 999 {
		t.Errorf("the oldest is %d, %v", got, ok)
	}
	if _, ok := a.Before("0", noon, time.Second); ok {
		t.Error("all of a thousand questions are remembered")
	}
}
