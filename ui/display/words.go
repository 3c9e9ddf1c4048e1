package display

import (
	"fmt"
	"reflect"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// Bubble Tea's commands for the terminal bring messages whose types it does not
// tell; they are known by what its commands bring.
var (
	cleared = reflect.TypeOf(tea.ClearScreen())
	// system and primary have a text for one of the clipboards.
	system  = reflect.TypeOf(tea.SetClipboard("")())
	primary = reflect.TypeOf(tea.SetPrimaryClipboard("")())
	// questions are those that ask something.
	questions = map[reflect.Type]string{
		reflect.TypeOf(tea.RequestBackgroundColor()): ansi.RequestBackgroundColor,
		reflect.TypeOf(tea.RequestForegroundColor()): ansi.RequestForegroundColor,
		reflect.TypeOf(tea.RequestCursorColor()):     ansi.RequestCursorColor,
		reflect.TypeOf(tea.RequestCursorPosition()):  ansi.RequestCursorPositionReport,
		reflect.TypeOf(tea.RequestTerminalVersion()): ansi.RequestNameVersion,
		reflect.TypeOf(tea.ReadClipboard()):          ansi.RequestSystemClipboard,
		reflect.TypeOf(tea.ReadPrimaryClipboard()):   ansi.RequestPrimaryClipboard,
	}
)

// spoken is what Bubble Tea would write to the terminal for a message.
func spoken(msg tea.Msg) (sequence string, ok bool) {
	if raw, is := msg.(tea.RawMsg); is {
		return fmt.Sprint(raw.Msg), true
	}
	switch of := reflect.TypeOf(msg); of {
	case system:
		return ansi.SetSystemClipboard(reflect.ValueOf(msg).String()), true
	case primary:
		return ansi.SetPrimaryClipboard(reflect.ValueOf(msg).String()), true
	default:
		sequence, ok = questions[of]
		return sequence, ok
	}
}
