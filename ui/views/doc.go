// Package views is the screens of the dashboard: one value each, as package
// kind makes a screen of, or a type of its own where rows or facts are not
// what it shows. A screen is added by a value, and a line in the registry.
//
// Screens ask by screen.Effect and live from snapshots; what they call in the
// backend they call in commands.
package views
