// Package secret knows what nobody should read over a shoulder: by the name that
// something has, and by the look of the thing itself. Screens, documents, reports
// and copies all mask by this one rule.
//
// An ARN, also one of a secret, only says where something is, and is none.
package secret
