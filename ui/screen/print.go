package screen

// Printer is a screen whose whole content can be had as plain text, also what
// is out of sight: for a pager, an editor, a report.
type Printer interface {
	// Print is the text, clean and masked as on screen, and what kind of file it
	// is: txt, yaml, json, log.
	Print(env Env) (text, ext string)
}
