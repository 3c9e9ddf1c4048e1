package fuzzy

import (
	"slices"
	"testing"
	"unicode/utf8"
)

// TestOrder: of the names the best comes first.
func TestOrder(t *testing.T) {
	for _, c := range []struct {
		typed string
		names []string // the best first; those behind "" do not fit
	}{
		{"api", []string{"api", "api-gateway", "web-api", "rapid", "a-p-i", "", "pia"}},
		{"or pay", []string{"order-payment", "payment-of-orders", "", "order"}},
		{"FD", []string{"fd", "food-delivery", "", "df"}},
		{"é", []string{"café", "", "cafe"}},
	} {
		p, last, fits := New(c.typed), 1<<40, true
		for _, name := range c.names {
			if name == "" {
				fits = false
				continue
			}
			got := p.Score(Fold(name))
			if fits && (got == 0 || got >= last) || !fits && got != 0 {
				t.Errorf("%q in %q: %d, after %d", c.typed, name, got, last)
			}
			last = got
		}
	}
}

func TestPlaces(t *testing.T) {
	for _, c := range []struct {
		typed, name string
		want        []int
	}{
		{"api", "rapid-api", []int{6, 7, 8}},
		{"fd", "food-delivery", []int{0, 5}},
		{"bar É", "foo-é-bar", []int{4, 6, 7, 8}},
		{"x", "abc", nil},
	} {
		if got := New(c.typed).Places(Fold(c.name)); !slices.Equal(got, c.want) {
			t.Errorf("%q in %q: %v, want %v", c.typed, c.name, got, c.want)
		}
	}
}

func FuzzPlaces(f *testing.F) {
	f.Add("api", "web-API-Ünï")
	f.Add("\xff", "\xff�")
	f.Fuzz(func(t *testing.T, typed, name string) {
		p, folded := New(typed), Fold(name)
		places := p.Places(folded)
		if n := utf8.RuneCountInString(name); utf8.RuneCountInString(folded) != n {
			t.Fatalf("folded to %d characters from %d", utf8.RuneCountInString(folded), n)
		} else if len(places) > 0 && places[len(places)-1] >= n {
			t.Fatalf("%v in %d characters", places, n)
		}
		if (p.Score(folded) > 0 && !p.Empty()) != (len(places) > 0) {
			t.Fatalf("fits %d, at %v", p.Score(folded), places)
		}
	})
}
