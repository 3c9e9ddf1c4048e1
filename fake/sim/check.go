package sim

// check is the state of a repeated health check. It is armed while its next
// run is on the agenda; one whose outcome cannot change is not run at all.
type check struct {
	armed  bool
	fails  int
	passes int
}
