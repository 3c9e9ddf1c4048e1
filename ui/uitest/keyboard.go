package uitest

import (
	"io"
	"strings"
	"sync"
	"unicode/utf8"
)

// keyboard is a program's input: what is sent is read, in order.
type keyboard struct {
	typed chan string
	rest  string // read by the program's reader only
	once  sync.Once
}

func newKeyboard() *keyboard { return &keyboard{typed: make(chan string, 64)} }

func (k *keyboard) send(s string) { k.typed <- s }

func (k *keyboard) close() { k.once.Do(func() { close(k.typed) }) }

// Read implements io.Reader. It blocks while nothing is typed, as a terminal.
func (k *keyboard) Read(p []byte) (int, error) {
	if k.rest == "" {
		s, ok := <-k.typed
		if !ok {
			return 0, io.EOF
		}
		k.rest = s
	}
	n := copy(p, k.rest)
	k.rest = k.rest[n:]
	return n, nil
}

// codes is what an xterm sends for keys that are not text.
var codes = map[string]string{
	"enter": "\r", "tab": "\t", "shift+tab": "\x1b[Z", "esc": "\x1b", "backspace": "\x7f", "space": " ",
	"up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D",
	"home": "\x1b[H", "end": "\x1b[F", "pgup": "\x1b[5~", "pgdown": "\x1b[6~",
	"insert": "\x1b[2~", "delete": "\x1b[3~",
	"f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS", "f5": "\x1b[15~",
	"shift+up": "\x1b[1;2A", "shift+down": "\x1b[1;2B", "shift+right": "\x1b[1;2C", "shift+left": "\x1b[1;2D",
}

// encode is what a terminal sends for a key, named as tea.Key's String does.
func encode(key string) (code string, ok bool) {
	if code, ok := codes[key]; ok {
		return code, true
	}
	if letter, ctrl := strings.CutPrefix(key, "ctrl+"); ctrl {
		if len(letter) == 1 && letter[0] >= 'a' && letter[0] <= 'z' {
			return string(letter[0] - 'a' + 1), true
		}
		return "", false
	}
	if rest, alt := strings.CutPrefix(key, "alt+"); alt {
		code, ok := encode(rest)
		return "\x1b" + code, ok
	}
	return key, utf8.RuneCountInString(key) == 1
}
