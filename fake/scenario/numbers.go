package scenario

import (
	"fmt"
	"math"
	"reflect"
	"time"
)

// Bounds of what a number in a scenario may be. Nothing in one counts below
// zero, and what is above these is a slip of the hand that would fill the
// machine's memory.
const (
	mostNumber   = 1_000_000
	mostDuration = 365 * 24 * time.Hour
)

// checkNumbers holds every number and duration of the scenario to the bounds.
func (s *Scenario) checkNumbers() error { return s.numbers("$", reflect.ValueOf(*s)) }

func (s *Scenario) numbers(path string, v reflect.Value) error {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			return s.numbers(path, v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			if err := s.numbers(fmt.Sprintf("%s[%d]", path, i), v.Index(i)); err != nil {
				return err
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if key := v.Type().Field(i).Tag.Get("yaml"); key != "" {
				if err := s.numbers(path+"."+key, v.Field(i)); err != nil {
					return err
				}
			}
		}
	case reflect.Int64:
		if d := time.Duration(v.Int()); d < 0 || d > mostDuration {
			return s.file.fail(path, "%v is out of bounds: a duration is between 0s and a year", d)
		}
	case reflect.Int:
		if n := v.Int(); n < 0 || n > mostNumber {
			return s.file.fail(path, "%d is out of bounds: a number is between 0 and %d", n, mostNumber)
		}
	case reflect.Float64:
		if x := v.Float(); math.IsNaN(x) || x < 0 || x > mostNumber {
			return s.file.fail(path, "%v is out of bounds: a number is between 0 and %d", x, mostNumber)
		}
	default: // texts and truths have no bounds
	}
	return nil
}
