// Package screen is what all screens of the dashboard share: the address of a
// screen, what it may look at, what it may ask of the program, and the states
// a screen's data can be in.
//
// A screen changes only in Update and draws from values: it reads no clock and
// does no I/O. What must be awaited goes into a tea.Cmd made by Env.Ask, whose
// answer finds its way back to the visit of the screen that asked, and is
// dropped when that visit is over.
package screen
