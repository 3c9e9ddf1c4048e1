// Package logs is the memory of a tail and the pane that shows it.
//
// A [Store] keeps the newest lines of many tasks, merged by time, in a bounded
// ring. [Members] turns successive task lists into markers: who joined, who
// stopped and why. A [Pane] shows a store: it follows or stays, wraps or
// shifts, filters and highlights.
//
// Nothing here reads, waits or knows the time: the screen that owns a pane
// pulls the tail, feeds the batches and says what time it is. All of it belongs
// to one goroutine.
//
// # Positions
//
// The store numbers its lines: a position is the number of older lines that
// fell off plus the place in the ring. New lines mostly come at the end, and
// then no position changes. A line that comes late is inserted at its time, and
// every position behind it grows by one; the store tells its panes, so that an
// index of matches and the line one reads are moved and never looked up anew.
// That is why a frame costs what is visible, however many lines there are.
package logs
