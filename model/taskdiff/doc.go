// Package taskdiff compares two revisions of a task definition by what they mean:
// the order of lists, defaults that one of them spells out, and what only says
// who registered it when are no differences.
package taskdiff
