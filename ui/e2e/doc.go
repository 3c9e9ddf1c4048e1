// Package e2e holds the tests of the whole program: the built one as a person
// runs it, in a pseudo-terminal, with keys typed and the screen read; and the
// same parts put together in a synctest bubble, over HTTP through a proxy that
// does what networks and AWS do (whole_test.go, faultproxy_test.go). It also
// measures what `make bench` prints. There is nothing here but tests.
package e2e
