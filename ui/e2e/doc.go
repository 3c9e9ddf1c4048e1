// Package e2e holds the tests that run the built program as a person does: in
// a pseudo-terminal, with keys typed and the screen read. It also measures
// what `make bench` prints. There is nothing here but tests.
package e2e
