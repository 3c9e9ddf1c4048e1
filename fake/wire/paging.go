package wire

import (
	"encoding/base64"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
)

// listing is what a list operation pages through: rows in the order of their
// keys, which are unique. A token names the last row given, so rows that come
// and go between two pages neither repeat nor hide others.
type listing[T any] struct {
	rows       []T
	key        func(T) string
	descending bool
	// scope is the request less its paging: a token is good for no other.
	scope string
}

// page is the rows after a token, at most size of them, and the token of the
// next page, nil after the last.
func (l listing[T]) page(token *string, size int) ([]T, *string, error) {
	rows := l.rows
	if aws.ToString(token) != "" {
		last, err := openToken(l.scope, *token)
		if err != nil {
			return nil, nil, err
		}
		rows = l.after(last)
	}
	if len(rows) <= size {
		return rows, nil, nil
	}
	rows = rows[:size]
	return rows, aws.String(sealToken(l.scope, l.key(rows[size-1]))), nil
}

func (l listing[T]) after(last string) []T {
	for i, r := range l.rows {
		if k := l.key(r); k != last && (k > last) != l.descending {
			return l.rows[i:]
		}
	}
	return nil
}

// numbered is a page of rows that have no keys: the token says how many came
// before.
func numbered[T any](rows []T, scope string, token *string, size int) ([]T, *string, error) {
	skip := 0
	if aws.ToString(token) != "" {
		position, err := openToken(scope, *token)
		if err != nil {
			return nil, nil, err
		}
		// A token that opens was made below, of a number.
		skip, _ = strconv.Atoi(position)
	}
	rows = rows[min(skip, len(rows)):]
	if len(rows) <= size {
		return append([]T{}, rows...), nil, nil
	}
	return rows[:size], aws.String(sealToken(scope, strconv.Itoa(skip+size))), nil
}

// scopeOf names a request for its tokens.
func scopeOf(operation string, parameters ...any) string {
	return fmt.Sprintf("%s %q", operation, parameters)
}

// sealToken makes a position opaque and ties it to a scope.
func sealToken(scope, position string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(tokenTag(scope, position) + position))
}

// openToken is the position in a token, if the token was made for the scope.
func openToken(scope, token string) (string, error) {
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimSpace(token))
	if n := len(tokenTag("", "")); err == nil && len(raw) >= n {
		if position := string(raw[n:]); string(raw[:n]) == tokenTag(scope, position) {
			return position, nil
		}
	}
	return "", invalid("The specified nextToken is invalid.")
}

func tokenTag(scope, position string) string {
	h := fnv.New64a()
	fmt.Fprintf(h, "%q%q", scope, position)
	return fmt.Sprintf("%016x", h.Sum64())
}

// pageSize is how many rows a page has: what was asked for, within AWS's
// bounds, else AWS's default.
func pageSize(parameter string, asked *int32, normal, most int) (int, error) {
	if asked == nil {
		return normal, nil
	}
	if n := int(*asked); n >= 1 && n <= most {
		return n, nil
	}
	return 0, invalid("%s must be between 1 and %d, but was %d.", parameter, most, *asked)
}

// batch holds a list of ids to AWS's limit. what is AWS's own word for them.
func batch(what string, ids []string, most int) error {
	if len(ids) > most {
		return invalid("%s can have at most %d items.", what, most)
	}
	return nil
}
