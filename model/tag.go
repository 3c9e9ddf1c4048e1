package model

// Tag is a key and value on a resource; both are untrusted text.
type Tag struct{ Key, Value string }
